docker build -q -t cookbook:2 .
docker tag cookbook:2 localhost:5000/cookbook:2
docker push -q localhost:5000/cookbook:2
docker rmi cookbook:2 localhost:5000/cookbook:2
docker run --name guest localhost:5000/cookbook:2
