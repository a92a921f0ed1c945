docker build -q -t museum .
docker build -q -f Dockerfile.stock -t stock .
docker run --rm museum
docker run --rm stock find /stock /orig
docker run --rm museum ls -ln /srv
