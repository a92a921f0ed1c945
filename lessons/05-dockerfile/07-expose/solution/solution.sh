docker build -q -t kiosk kiosk
docker run -d -P --name kiosk-1 kiosk
docker run -d --name news -p 8088:3000 press
sleep 2
docker exec news netstat -tln
curl -s localhost:8088
curl -s localhost:$(docker port kiosk-1 8000 | head -n 1 | cut -d: -f2)
docker run --rm alpine:3.20 wget -qO- http://$(docker inspect -f '{{.NetworkSettings.Networks.bridge.IPAddress}}' backroom):8000 > inside.txt
cat inside.txt
docker inspect -f '{{json .Config.ExposedPorts}}' kiosk
docker inspect -f '{{json .Config.ExposedPorts}}' press
