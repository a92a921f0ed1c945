docker network create dawn
docker run -d --name db --network dawn -v ./orders.sql:/docker-entrypoint-initdb.d/orders.sql -e MYSQL_ROOT_PASSWORD=oven-door -e MYSQL_DATABASE=bakery -e MYSQL_USER=bakery -e MYSQL_PASSWORD=flour mysql:8.4
sleep 6
