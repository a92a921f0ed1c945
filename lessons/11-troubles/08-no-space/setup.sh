mkdir -p /tmp/none
for n in 1 2 3; do
    printf 'FROM alpine:3.20\nRUN dd if=/dev/zero of=/goods bs=1M count=%s 2>/dev/null\nCMD ["sleep", "36000"]\n' $n | docker build -q -t shop:$n -f - /tmp/none > /dev/null
done
docker run --rm -v ledger:/l alpine:3.20 sh -c 'echo "12 barrels sold" > /l/ledger.txt'
docker run --name import-1 shop:1 dd if=/dev/zero of=/import bs=1M count=4 2> /dev/null
docker run --name import-2 shop:2 dd if=/dev/zero of=/import bs=1M count=6 2> /dev/null
docker run -d --name shop shop:3 > /dev/null
