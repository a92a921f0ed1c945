docker build -q -t miles .
docker run --rm miles 100
docker build -q -f Dockerfile.light -t lighthouse .
docker run -d --name lighthouse lighthouse
sleep 2
docker exec lighthouse ps
docker stop lighthouse
docker inspect -f '{{.State.ExitCode}}' lighthouse
