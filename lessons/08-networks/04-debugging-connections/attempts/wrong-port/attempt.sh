docker rm -f stock
docker run -d --name stock --network depot -p 8080:80 -e BIND=0.0.0.0 stock
sleep 1
docker exec desk wget -qO- http://stock:80
