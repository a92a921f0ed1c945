docker run -d --name cafe -p 8080:80 -v ./page:/usr/share/nginx/html nginx:alpine
sleep 1
curl -s localhost:8080
curl -s localhost:8081
