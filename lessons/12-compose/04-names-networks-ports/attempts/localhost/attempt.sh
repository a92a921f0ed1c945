sed -i 's/DB_HOST: db/DB_HOST: localhost/' compose.yaml
docker compose up -d
