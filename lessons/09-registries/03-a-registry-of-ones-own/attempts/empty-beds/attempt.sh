docker run -d --name garden -p 5002:5000 registry:2
sleep 1
docker build -q -t localhost:5002/seeds:1 .
docker push localhost:5002/seeds:1
curl -s localhost:5002/v2/_catalog
sleep 60
docker rm -f garden
docker run -d --name garden -p 5002:5000 -v beds:/var/lib/registry registry:2
