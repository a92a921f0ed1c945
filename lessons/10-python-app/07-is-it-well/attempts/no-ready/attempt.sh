docker build -q -t bakery .
docker run -d --name web --network dawn -p 8000:8000 -e DB_PASSWORD=flour bakery
sleep 8
curl -s localhost:8000/orders
docker stop db
sleep 15
curl -s localhost:8000/orders
curl -s localhost:8000/health
docker start db
sleep 2
curl -s localhost:8000/ready
