docker build -q -t station .
docker run -d --name station station python /stations.py
sleep 1
