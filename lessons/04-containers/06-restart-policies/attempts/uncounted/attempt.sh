docker build -q -t harbour .
docker run -d --name lock --restart on-failure harbour sh /lock.sh
sleep 3
