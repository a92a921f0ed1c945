docker build -q -t radio .
docker run -d --name radio -p 8000:8000 -e HOST=0.0.0.0 radio
sleep 1
curl -s localhost:8000
