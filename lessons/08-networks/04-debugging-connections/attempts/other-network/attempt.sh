docker rm -f stock
docker run -d --name stock -e BIND=0.0.0.0 stock
sleep 1
