docker compose up -d
sleep 2
for n in 1 2 3 4 5 6; do curl -s localhost:8080; done
docker compose up -d --scale web=5
docker compose exec proxy nginx -s reload
sleep 2
for n in 1 2 3 4 5; do curl -s localhost:8080; done
