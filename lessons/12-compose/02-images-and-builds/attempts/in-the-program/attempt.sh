sed -i "s/\"Stock\"/\"Hello from the storehouse\"/" app.py
docker compose up -d
