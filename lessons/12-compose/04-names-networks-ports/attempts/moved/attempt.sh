WEB_PORT=8001 docker compose -p test up -d
