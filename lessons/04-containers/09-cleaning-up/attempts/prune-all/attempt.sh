docker container prune -f
docker volume prune -af
