docker build -q -t greeter .
docker run -d --name german -e GREETING='Guten Tag' greeter
