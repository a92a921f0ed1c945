sed -i 's/sun\$day7/sun\\$day7/' compose.yaml
docker compose up -d
