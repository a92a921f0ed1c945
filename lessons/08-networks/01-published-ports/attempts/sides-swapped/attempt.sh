docker run -d --name timetable -p 80:8080 -v ./pages:/usr/share/nginx/html:ro nginx:alpine
docker run -d --name office -p 9000:80 nginx:alpine
sleep 1
docker port office
sleep 1
docker ps
