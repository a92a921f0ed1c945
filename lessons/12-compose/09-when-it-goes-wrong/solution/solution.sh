docker compose config
docker compose up -d
sleep 1
curl -s localhost:8001/items
