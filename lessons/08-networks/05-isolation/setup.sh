docker network create clinic > /dev/null
docker run -d --name reception --network clinic nginx:alpine > /dev/null
docker run -d --name office --network clinic alpine:3.20 sleep 36000 > /dev/null
docker run -d --name records --network clinic redis:7 > /dev/null
docker network disconnect clinic office
sleep 1
