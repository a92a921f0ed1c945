docker build -q -t bakery .
docker network create dawn
docker run -d --name db --network dawn -v orders:/var/lib/mysql --env-file db.env mysql:8.4
docker run -d --name web --network dawn -p 8000:8000 -e DB_PASSWORD=flour bakery
sleep 8
curl -s -d customer=Ada -d item=rye localhost:8000/orders
curl -s localhost:8000/orders
docker rm -f web db
docker volume rm orders
docker run -d --name db --network dawn -v orders:/var/lib/mysql --env-file db.env -e MYSQL_PASSWORD=crumb-88 mysql:8.4
docker run -d --name web --network dawn -p 8000:8000 -e DB_PASSWORD=crumb-88 bakery
sleep 8
curl -s localhost:8000/orders
