docker logs archive > errors.txt 2>&1
docker build -q -t station .
docker run -d --name station station
docker build -q -f Dockerfile.tower -t tower .
docker run -d --name tower tower
sleep 3
