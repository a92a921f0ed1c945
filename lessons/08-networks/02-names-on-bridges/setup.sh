docker run -d --name violin alpine:3.20 sleep 36000 > /dev/null
docker run -d --name score nginx:alpine > /dev/null
sleep 1
