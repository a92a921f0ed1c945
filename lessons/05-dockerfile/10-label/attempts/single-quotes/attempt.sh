docker build -q --build-arg REVISION=r128 -t cheese .
docker rm -f brie feta
