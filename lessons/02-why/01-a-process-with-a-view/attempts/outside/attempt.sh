echo smithy > owner.txt
docker run -d --name left alpine:3.20 sleep 100000
docker run -d --name right alpine:3.20 sleep 100000
docker exec left echo green > colour.txt
