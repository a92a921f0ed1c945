docker compose up -d
sleep 6
curl -s localhost:8000/items
