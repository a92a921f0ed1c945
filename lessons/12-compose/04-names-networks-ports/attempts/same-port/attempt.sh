docker compose up -d
sleep 6
docker compose -p test up -d
