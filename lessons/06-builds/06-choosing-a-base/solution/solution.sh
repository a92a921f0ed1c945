chmod +x table.sh
docker build -q -t tides .
docker images tides
docker run --rm tides
