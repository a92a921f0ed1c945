docker build -q -t bakery .
docker run -d --name web --network dawn -p 8000:8000 -e DB_PASSWORD=flour bakery
sleep 5
curl -s localhost:8000/orders
docker stop db
sleep 15
curl -s localhost:8000/orders
curl -s localhost:8000/health
curl -s localhost:8000/ready
docker start db
sleep 5
curl -s localhost:8000/ready
