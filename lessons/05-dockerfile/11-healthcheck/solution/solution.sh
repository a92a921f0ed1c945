docker build -q -t greenhouse .
docker run -d --name house greenhouse
sleep 7
docker ps --format '{{.Names}}  {{.Status}}'
sleep 60
docker exec house touch /tmp/frozen
sleep 12
docker ps --format '{{.Names}}  {{.Status}}'
sleep 300
docker exec house rm /tmp/frozen
sleep 7
docker ps --format '{{.Names}}  {{.Status}}'
