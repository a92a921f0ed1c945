mkdir -p /tmp/pack/2024
echo "amphora, cracked" > /tmp/pack/2024/list.txt
tar -cf stock.tar -C /tmp/pack 2024
