docker compose up -d
WEB_PORT=9000 docker compose up -d
