docker compose up -d --build
sleep 2
docker compose up -d
curl -s localhost:8000
curl -s localhost:8000/health
