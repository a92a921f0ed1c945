docker compose up -d
sleep 6
curl -s localhost:8000/items
WEB_PORT=8001 docker compose -p test up -d
sleep 6
