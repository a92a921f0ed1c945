docker compose up -d
sleep 1
curl -s localhost:8000/items
