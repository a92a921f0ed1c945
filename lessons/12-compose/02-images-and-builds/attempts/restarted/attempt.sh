docker compose up -d
sed -i "s/DB_HOST: db/DB_HOST: db\n      GREETING: Hello from the storehouse/" compose.yaml
docker compose restart web
sleep 1
curl -s localhost:8000
