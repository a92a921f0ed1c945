docker network create hall
docker network connect hall violin
