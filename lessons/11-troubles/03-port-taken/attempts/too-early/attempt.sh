docker run -d --name east -p 8080:80 -v ./east:/usr/share/nginx/html:ro nginx:alpine
docker rm -f west
