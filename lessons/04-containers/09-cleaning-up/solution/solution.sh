docker container prune -f --filter 'label!=keep'
docker ps -a --filter volume=old-orders --format '{{.Names}}'
docker rm $(docker ps -aq --filter volume=old-orders)
docker volume rm old-orders
docker volume ls
