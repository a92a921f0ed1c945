docker top mill
echo mill > owner.txt
docker run -d --name left alpine:3.20 sleep 100000
docker run -d --name right alpine:3.20 sleep 100000
docker exec left sh -c 'echo green > /colour.txt'
docker exec right sh -c 'echo red > /colour.txt'
docker exec left cat /colour.txt
docker exec right cat /colour.txt
