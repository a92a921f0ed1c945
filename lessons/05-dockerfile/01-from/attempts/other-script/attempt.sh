docker build -q -t census .
docker run --rm census
docker build -q -f Dockerfile.probe --build-arg VERSION=3.19 -t probe:old .
