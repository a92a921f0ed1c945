mv app.py new.py
sed "/health/,\$d" new.py > app.py
docker compose up -d
mv new.py app.py
docker compose up -d
sleep 1
curl -s localhost:8000/health
