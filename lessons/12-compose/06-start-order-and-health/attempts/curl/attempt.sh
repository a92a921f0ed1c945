docker compose up -d
sleep 3
curl -s localhost:8000/items
sleep 5
