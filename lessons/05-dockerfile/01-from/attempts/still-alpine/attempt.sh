docker build -q -t census .
docker run --rm census
