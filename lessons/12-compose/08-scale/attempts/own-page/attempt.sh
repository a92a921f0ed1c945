docker compose up -d
sleep 2
curl -s localhost:8080
