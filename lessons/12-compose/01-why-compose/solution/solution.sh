docker compose up -d
sleep 8
curl -s localhost:8000/items
docker compose ps
docker compose down
