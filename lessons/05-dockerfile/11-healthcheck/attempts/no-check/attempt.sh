docker build -q -t greenhouse .
docker run -d --name house greenhouse
sleep 1
