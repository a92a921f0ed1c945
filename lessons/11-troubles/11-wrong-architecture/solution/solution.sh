docker build -q -t scales .
sleep 1
docker run --rm scales
sleep 1
