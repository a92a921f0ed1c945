docker run -d --name counter -v visits:/data redis:7
sleep 1
docker exec counter redis-cli set visits 42
docker rm -f counter
docker run -d --name counter -v visits:/data redis:7-alpine
sleep 1
docker exec counter redis-cli get visits
