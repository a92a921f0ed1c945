docker run -d --name mirror -p 8081:80 -v ./sites:/usr/share/nginx/html nginx:alpine > /dev/null
