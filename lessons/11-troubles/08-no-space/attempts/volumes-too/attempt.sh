docker volume prune -a -f
docker container prune -f
docker image prune -a -f
