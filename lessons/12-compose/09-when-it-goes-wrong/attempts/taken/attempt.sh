docker compose up -d
sleep 1
