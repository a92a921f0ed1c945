docker run -d --name garden -p 5000:5002 registry:2
sleep 1
docker build -q -t localhost:5002/seeds:1 .
sleep 1
docker push localhost:5002/seeds:1
sleep 1
