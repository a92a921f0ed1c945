sed 's/ AS / as /' Dockerfile > Dockerfile.wrong
docker build -f Dockerfile.wrong . || true
docker build -q -t bakery .
docker run --rm bakery
