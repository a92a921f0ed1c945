docker build -q --build-arg REVISION=r128 -t cheese .
docker rm -f $(docker ps -q --filter label=place=cellar)
