docker network create dawn
docker run -d --name db --network dawn --restart unless-stopped -v orders:/var/lib/mysql -v ./orders.sql:/docker-entrypoint-initdb.d/orders.sql -e MYSQL_ROOT_PASSWORD=oven-door -e MYSQL_DATABASE=bakery -e MYSQL_USER=bakery -e MYSQL_PASSWORD=flour mysql:8.4
sleep 6
docker build -q -t bakery:1.0 1.0
docker run -d --name web --network dawn -p 8000:8000 -e DB_PASSWORD=flour bakery:1.0
sleep 5
