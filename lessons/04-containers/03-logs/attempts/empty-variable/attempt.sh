docker logs archive 2> /dev/null | grep -c nothing > errors.txt
docker build -q -t station .
docker run -d --name station -e PYTHONUNBUFFERED= station
sleep 3
