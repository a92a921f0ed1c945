docker build -q -t board:1 one
docker build -q -t board:2 two
docker rmi -f poster flyer
