docker logs archive > /dev/null 2> errors.txt
docker build -q -t station .
docker run -d --name station -e PYTHONUNBUFFERED=1 station
docker build -q -f Dockerfile.tower -t tower .
docker run -d --name tower tower
sleep 3
docker logs tower
docker logs station
