docker run -d --name pump -e PRESSURE=3 pump
docker run -d --name sign -p 8080:80 nginx:alpine nginx
sleep 2
