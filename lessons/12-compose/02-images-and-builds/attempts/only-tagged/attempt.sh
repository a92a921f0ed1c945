docker compose up -d --build
docker tag stock-web stock:1
