docker network create back
docker network connect back office
docker network connect back records
