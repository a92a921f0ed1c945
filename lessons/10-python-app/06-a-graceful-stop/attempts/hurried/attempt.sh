docker build -q -t bakery .
docker run -d --name shop -p 8000:8000 bakery
sleep 1
curl -s localhost:8000/cake & sleep 1; docker stop shop; wait
