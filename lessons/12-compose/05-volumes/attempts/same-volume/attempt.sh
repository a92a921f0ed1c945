docker compose up -d
sleep 6
echo "INSERT INTO items (name) VALUES ('chair');" >> db/schema.sql
docker compose up -d --force-recreate
sleep 6
curl -s localhost:8000/items
