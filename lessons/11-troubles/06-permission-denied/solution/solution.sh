docker build -q -t bell .
docker run -d --name bell bell
sleep 1
docker logs bell
