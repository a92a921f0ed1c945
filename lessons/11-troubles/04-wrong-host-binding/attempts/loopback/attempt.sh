docker build -q -t radio .
docker run -d --name radio -p 8000:9000 radio
sleep 1
curl -s localhost:8000
