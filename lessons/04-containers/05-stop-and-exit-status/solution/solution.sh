docker build -q -t clerk .
docker run -d --name clerk clerk
sleep 2
docker stop clerk
docker logs clerk
docker run --name c3 alpine:3.20 sh -c 'exit 3'
docker run --name c127 alpine:3.20 nosuch
docker run -d --init --name c143 alpine:3.20 sleep 1000
docker stop c143
docker ps -a
