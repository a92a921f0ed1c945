docker build -q -t greeter .
docker run -d --name german -p 8081:5000 greeter
docker run -d --name shy --env-file shy.env greeter
sleep 2
curl -s localhost:8081
