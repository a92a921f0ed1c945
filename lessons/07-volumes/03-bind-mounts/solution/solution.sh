docker run -d --name cafe -p 8080:80 -v ./site:/usr/share/nginx/html:ro nginx:alpine
sleep 1
curl -s localhost:8080
sed -i 's/leek/pumpkin/' site/index.html
curl -s localhost:8080
docker exec cafe touch /usr/share/nginx/html/x
docker rm -f mirror
docker run -d --name mirror -p 8081:80 -v ./site:/usr/share/nginx/html:ro nginx:alpine
sleep 1
curl -s localhost:8081
