docker run -d --name cafe -p 8080:80 -v ./site:/var/www nginx:alpine
sleep 1
curl -s localhost:8080
