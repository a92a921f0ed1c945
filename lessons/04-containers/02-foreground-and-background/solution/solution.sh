docker run --rm -i alpine:3.20 sort < guests.txt > sorted.txt
docker run -d -i --name waiter alpine:3.20 cat
