docker build -t bakery .
docker run -d -p 8000:8000 bakery
sleep 2
curl -s localhost:8000
