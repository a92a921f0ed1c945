docker compose up -d
sleep 6
