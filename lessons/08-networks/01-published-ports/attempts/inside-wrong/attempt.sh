docker run -d --name timetable -p 8080:8080 -v ./pages:/usr/share/nginx/html:ro nginx:alpine
sleep 1
curl -s localhost:8080
docker run -d --name office -p 127.0.0.1:9000:80 nginx:alpine
