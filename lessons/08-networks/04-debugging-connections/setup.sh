docker build -q -t stock . > /dev/null
docker network create depot > /dev/null
docker run -d --name desk --network depot alpine:3.20 sleep 36000 > /dev/null
docker run -d --name stock stock > /dev/null
sleep 1
