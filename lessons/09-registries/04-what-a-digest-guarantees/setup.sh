docker run -d --name bakery-registry -p 5005:5000 registry:2 > /dev/null
sleep 1
mkdir -p /tmp/dough
printf 'FROM alpine:3.20\nRUN echo "spring wheat" > /dough.txt\n' | docker build -q -t localhost:5005/dough:1 -f - /tmp/dough > /dev/null
docker push -q localhost:5005/dough:1 > /dev/null
echo "spring: $(docker inspect -f '{{index .RepoDigests 0}}' localhost:5005/dough:1)" > notes.txt
printf 'FROM alpine:3.20\nRUN echo "autumn rye" > /dough.txt\n' | docker build -q -t localhost:5005/dough:1 -f - /tmp/dough > /dev/null
docker push -q localhost:5005/dough:1 > /dev/null
docker rmi localhost:5005/dough:1 > /dev/null
docker image prune -f > /dev/null
docker builder prune -af > /dev/null
