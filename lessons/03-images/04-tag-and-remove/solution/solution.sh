docker build -q -t board:1 one
docker build -q -t board:2 two
docker tag board:1 board:live
docker rmi poster
docker rm wall
docker rmi poster flyer
docker images -a
docker image prune -f
