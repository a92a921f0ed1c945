docker build -q -t clerk .
docker run -d --name clerk clerk
docker stop clerk
docker run -d --name c143 alpine:3.20 sleep 1000
docker stop c143
