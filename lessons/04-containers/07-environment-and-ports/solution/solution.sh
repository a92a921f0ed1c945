docker build -q -t greeter .
docker run -d --name german -p 8081:5000 -e GREETING='Guten Tag' greeter
docker run -d --name danish -p 8082:5000 -e GREETING=Goddag greeter
docker run -d --name shy --env-file shy.env greeter
sleep 2
curl -s localhost:8081
curl -s localhost:8082
