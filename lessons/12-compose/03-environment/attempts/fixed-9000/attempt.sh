sed -i 's/8000:5000/9000:5000/' compose.yaml
docker compose up -d
