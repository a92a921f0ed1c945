docker run -d --name counter -v visits:/data redis:7
sleep 1
docker rm -f counter
docker run -d --name counter redis:7-alpine
