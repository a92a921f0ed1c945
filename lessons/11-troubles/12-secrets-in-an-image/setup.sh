mkdir -p /tmp/leaky
cp order.sh /tmp/leaky/
echo thyme-3 > /tmp/leaky/supplier.key
printf 'FROM alpine:3.20\nARG DB_TOKEN\nENV PASSWORD=poppy-1\nWORKDIR /pharmacy\nCOPY supplier.key order.sh ./\nRUN sh order.sh\nRUN rm supplier.key\nCMD ["cat", "order.txt"]\n' > /tmp/leaky/Dockerfile
docker build -q -t pharmacy:leaky --build-arg DB_TOKEN=sage-2 /tmp/leaky > /dev/null
rm -r /tmp/leaky
echo rosemary-4 > supplier.key
