docker build -t handbook .
docker build --target build -t handbook:sources .
docker run -d -p 8080:80 handbook
sleep 1
curl -s localhost:8080
