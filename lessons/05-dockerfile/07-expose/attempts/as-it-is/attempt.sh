docker build -q -t kiosk kiosk
docker run -d --name news -p 8088:80 press
sleep 1
curl -s localhost:8088
curl -s localhost:8000 > inside.txt
