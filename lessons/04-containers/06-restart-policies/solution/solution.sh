docker build -q -t harbour .
docker run -d --name lock --restart on-failure:5 harbour sh /lock.sh
docker update --restart no buoy
docker logs --tail 1 buoy
echo buoy.conf > cause.txt
sleep 60
