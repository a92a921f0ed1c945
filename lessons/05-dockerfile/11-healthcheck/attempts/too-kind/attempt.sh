docker build -q -t greenhouse .
docker run -d --name house greenhouse
sleep 7
docker exec house touch /tmp/frozen
sleep 12
