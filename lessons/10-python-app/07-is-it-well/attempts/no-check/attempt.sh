docker build -q -t bakery .
docker run -d --name web --network dawn -p 8000:8000 -e DB_PASSWORD=flour bakery
sleep 8
curl -s localhost:8000/orders
