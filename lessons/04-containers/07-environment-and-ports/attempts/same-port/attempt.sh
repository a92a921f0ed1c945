docker build -q -t greeter .
docker run -d --name german -p 8081:8081 -e GREETING='Guten Tag' greeter
sleep 2
curl -s localhost:8081
