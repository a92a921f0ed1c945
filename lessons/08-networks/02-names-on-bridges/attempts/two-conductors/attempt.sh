docker network create hall
docker network connect hall violin
docker network connect hall score
docker run -d --name piotr --network hall --network-alias conductor alpine:3.20 sleep 3600
docker run -d --name maria --network hall --network-alias conductor alpine:3.20 sleep 3600
