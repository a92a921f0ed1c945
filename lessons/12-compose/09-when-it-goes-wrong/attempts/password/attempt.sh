docker compose up -d
sleep 2
