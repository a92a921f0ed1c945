docker build -q -t harbour .
docker run -d --name lock --restart on-failure:2 harbour sh /lock.sh
sleep 5
