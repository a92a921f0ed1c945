docker compose up -d
sleep 8
docker compose start migrate
sleep 2
curl -s localhost:8000/items
