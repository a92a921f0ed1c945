docker rm -f ledger
docker run -d --name ledger -p 7000:80 nginx:alpine
docker run -d --name timetable nginx:alpine
sleep 1
curl -s localhost:7000
