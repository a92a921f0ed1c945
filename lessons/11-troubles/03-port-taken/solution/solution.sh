docker rm -f west
docker run -d --name east -p 8080:80 -v ./east:/usr/share/nginx/html:ro nginx:alpine
docker run -d --name west -p 8081:80 -v ./west:/usr/share/nginx/html:ro nginx:alpine
sleep 1
curl -s localhost:8080
curl -s localhost:8081
