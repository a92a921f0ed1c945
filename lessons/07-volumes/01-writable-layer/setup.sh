docker run -d --name monday alpine:3.20 sh -c 'echo "table 1: one coffee" > /srv/orders.txt; echo "table 4: two teas" >> /srv/orders.txt; sleep 600' > /dev/null
sleep 1
docker stop -t 0 monday > /dev/null
