docker compose up -d
sleep 3
