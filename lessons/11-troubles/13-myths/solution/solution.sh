docker run -d --name witness alpine:3.20 sleep 600
docker exec witness sh -c 'echo still here > /note.txt'
docker stop -t 0 witness
docker stop witness
docker start witness
docker build -q -t probe:1 --build-arg WORD=first .
docker build -q -t probe:2 --build-arg WORD=second .
docker tag probe:1 probe:latest
docker network create lab
docker run -d --name hidden --network lab nginx:alpine
sleep 1
docker run --rm --network lab alpine:3.20 wget -qO- http://hidden
sleep 1
