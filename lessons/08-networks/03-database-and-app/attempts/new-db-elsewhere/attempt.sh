docker build -q -t guestbook .
docker network create book
docker run -d --name db --network book redis:7
docker run -d --name app --network book -p 8000:8000 -e DB_HOST=db guestbook
sleep 2
curl -s localhost:8000
docker rm -f db
docker run -d --name db -v guests:/data redis:7
sleep 1
curl -s localhost:8000
