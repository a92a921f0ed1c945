docker compose config
