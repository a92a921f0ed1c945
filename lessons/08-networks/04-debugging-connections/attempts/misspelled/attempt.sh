docker rm -f stock
docker run -d --name stock --network depot -e BIND=0.0.0.0 stock
sleep 1
docker exec desk wget -qO- http://stok:7000
docker ps
