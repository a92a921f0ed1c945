docker compose up -d
sleep 8
