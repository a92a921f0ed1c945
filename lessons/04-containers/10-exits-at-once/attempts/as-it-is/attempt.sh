docker build -q -t radio radio
docker run -d --name radio radio
docker build -q -t mail mail
docker run -d --name mail mail
docker build -q -t gate gate
docker run -d --name gate gate
sleep 2
docker ps -a --format '{{.Names}} {{.State}} {{.Status}}'
docker inspect -f '{{.State.ExitCode}}' gate
