docker build -q -t tides .
sleep 1
docker run --rm tides
sleep 1
