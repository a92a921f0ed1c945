docker build -q -t museum .
docker build -q -f Dockerfile.stock -t stock .
