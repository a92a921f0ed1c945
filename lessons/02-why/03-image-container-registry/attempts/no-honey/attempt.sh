docker build -q -t cookbook:2 .
docker tag cookbook:2 localhost:5000/cookbook:2
