docker build -q -t bakery .
docker run -d --name web -p 8000:8000 bakery
sleep 1
curl -s localhost:8000/
curl -s localhost:8000/sell
