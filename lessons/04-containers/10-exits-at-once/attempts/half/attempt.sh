docker build -q -t radio radio
docker run -d --name radio radio tail -f /dev/null
docker build -q -t gate gate
docker run -d --name gate gate
sleep 1
