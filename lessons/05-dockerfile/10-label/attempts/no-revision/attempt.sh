docker build -q -t cheese .
docker rm -f brie
