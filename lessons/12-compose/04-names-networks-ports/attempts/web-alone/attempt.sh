sed -i 's/front, back/front/' compose.yaml
docker compose up -d
sleep 6
