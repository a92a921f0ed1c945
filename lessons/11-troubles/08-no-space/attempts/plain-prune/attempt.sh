docker system prune -f
