docker build -q -t census .
docker run --rm census
docker build -q -f Dockerfile.probe -t probe:new .
docker build -q -f Dockerfile.probe --build-arg ALPINE=3.19 -t probe:old .
docker run --rm probe:new
docker run --rm probe:old
