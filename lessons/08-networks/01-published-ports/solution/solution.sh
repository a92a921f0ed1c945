docker run -d --name timetable -p 8080:80 -v ./pages:/usr/share/nginx/html:ro nginx:alpine
sleep 1
curl -s localhost:8080
docker run -d --name office -p 127.0.0.1:9000:80 nginx:alpine
docker port office
docker cp ledger:/usr/share/nginx/html/index.html ledger.html
docker rm -f ledger
docker run -d --name ledger -p 7000:80 nginx:alpine
docker cp ledger.html ledger:/usr/share/nginx/html/index.html
sleep 1
curl -s localhost:7000
