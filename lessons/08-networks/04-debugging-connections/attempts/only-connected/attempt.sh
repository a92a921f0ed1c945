docker network connect depot stock
docker exec desk wget -qO- http://stock:7000
