docker compose up -d
sed -i 's/sun\$day7/sun$$day7/' compose.yaml
