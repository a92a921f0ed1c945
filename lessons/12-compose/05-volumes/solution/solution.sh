docker compose up -d
sleep 6
curl -s -d name=lamp localhost:8000/items
curl -s localhost:8000/items
docker compose down
docker compose up -d
sleep 6
curl -s localhost:8000/items
echo "INSERT INTO items (name) VALUES ('chair');" >> db/schema.sql
docker compose down -v
docker compose up -d
sleep 6
curl -s localhost:8000/items
