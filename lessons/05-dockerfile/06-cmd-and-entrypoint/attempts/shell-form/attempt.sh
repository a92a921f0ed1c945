docker build -q -t miles .
docker run --rm miles 100
docker build -q -f Dockerfile.light -t lighthouse .
docker run -d --name lighthouse lighthouse
