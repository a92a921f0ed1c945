docker build -q -t mill .
docker build -q -f Dockerfile.press -t press .
docker run --rm mill
docker run --rm press
docker images
