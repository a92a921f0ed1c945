docker run --rm alpine:3.20 sort < guests.txt > sorted.txt
docker run -d --name waiter alpine:3.20 cat
sleep 1
