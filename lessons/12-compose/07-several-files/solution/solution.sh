docker compose up -d --wait
sleep 1
docker compose run --rm dump
docker compose -f compose.yaml -f compose.prod.yaml up -d --wait
sleep 2
