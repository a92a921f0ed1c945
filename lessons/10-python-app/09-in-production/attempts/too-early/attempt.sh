docker build -q -t bakery:1.1 1.1
docker run -d --name next --network dawn -p 8001:8000 -e DB_PASSWORD=flour -e SHOP="the Dawn bakery" bakery:1.1
curl -s localhost:8001/orders
