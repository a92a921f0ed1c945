docker compose up -d
sleep 3
curl -s localhost:8000/items
docker compose up -d --wait
