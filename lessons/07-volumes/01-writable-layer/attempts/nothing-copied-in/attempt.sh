docker cp monday:/srv/orders.txt orders.txt
docker run -d --name tuesday alpine:3.20 sleep 600
