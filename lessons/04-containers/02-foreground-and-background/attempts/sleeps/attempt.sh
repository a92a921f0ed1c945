docker run -d --name waiter alpine:3.20 sleep 1000
