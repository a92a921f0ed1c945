docker build -q -t vault .
docker run -d --name vault vault
sleep 1
