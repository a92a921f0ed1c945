docker build -q -t miles .
docker run --rm miles 100
docker run --rm miles
docker build -q -f Dockerfile.light -t lighthouse .
docker run -d --name lighthouse lighthouse
sleep 2
docker exec lighthouse ps
docker stop lighthouse
docker logs lighthouse
