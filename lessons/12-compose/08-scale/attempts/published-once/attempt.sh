docker compose up -d --scale web=3
