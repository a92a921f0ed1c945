docker system df
docker container prune -f
docker image prune -a -f
docker builder prune -f
