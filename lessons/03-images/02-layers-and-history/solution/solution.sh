docker build -q -f Dockerfile.guess -t guess .
docker image inspect -f '{{len .RootFS.Layers}}' guess
echo 3 > layers.txt
docker build -q -t maps .
docker image inspect -f '{{len .RootFS.Layers}}' maps
