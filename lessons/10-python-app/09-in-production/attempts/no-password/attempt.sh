docker build -q -t bakery:1.1 1.1
docker run -d --name next --network dawn -p 8001:8000 -e DB_PASSWORD=water -e SHOP="the Dawn bakery" bakery:1.1
sleep 5
curl -s localhost:8001/orders
