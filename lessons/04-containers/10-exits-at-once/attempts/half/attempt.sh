docker build -q -t radio radio
docker run -d --name radio radio sleep 100000
docker build -q -t gate gate
docker run -d --name gate gate
sleep 1
