docker build -q -t harbour .
docker run -d --name lock --restart always harbour sh /lock.sh
docker stop buoy
