docker update --restart unless-stopped --memory 256m --memory-swap 256m web
curl -s localhost:8000/orders
docker build -q -t bakery:1.1 1.1
docker run -d --name next --network dawn -p 8001:8000 -e DB_PASSWORD=flour -e SHOP="the Dawn bakery" bakery:1.1
sleep 5
curl -s localhost:8001/orders
docker rename web previous
docker stop previous
docker run -d --name web --network dawn -p 8000:8000 --restart unless-stopped -e DB_PASSWORD=flour -e SHOP="the Dawn bakery" bakery:1.1
docker rm -f next
sleep 2
curl -s localhost:8000/orders
