docker build -q -t harbour .
docker run -d --name lock harbour sh /lock.sh
docker rm -f buoy
