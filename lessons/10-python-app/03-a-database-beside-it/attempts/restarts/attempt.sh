docker build -q -t bakery .
docker network create dawn
docker run -d --name db --network dawn -v orders:/var/lib/mysql --env-file db.env mysql:8.4
docker run -d --name web --network dawn -p 8000:8000 --restart on-failure -e DB_PASSWORD=flour bakery
sleep 6
