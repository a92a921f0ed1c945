docker cp monday:/srv/orders.txt orders.txt
docker rm monday
docker run -d --name tuesday alpine:3.20 sleep 600
docker cp orders.txt tuesday:/srv/orders.txt
