docker run -d --name west -p 8080:80 -v ./west:/usr/share/nginx/html:ro nginx:alpine > /dev/null
sleep 1
