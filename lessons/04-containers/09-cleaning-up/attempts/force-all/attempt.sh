docker rm -f tea milk sugar shop
docker volume rm old-orders
