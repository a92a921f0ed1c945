sed -i 's/front, back/back/' compose.yaml
docker compose up -d
sleep 6
