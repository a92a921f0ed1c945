docker compose up -d
sleep 6
curl -s -d name=lamp localhost:8000/items
curl -s localhost:8000/items
docker compose stop
