docker build -q -t pump .
docker run -d --name pump -e PRESSURE=3 pump
docker run -d --name sign -p 8080:80 nginx:alpine
sleep 15
curl -s localhost:8080
