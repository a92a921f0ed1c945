docker stop demo
docker compose up -d
sleep 1
