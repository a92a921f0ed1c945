docker build -q -t tides .
docker run --rm tides
docker images
