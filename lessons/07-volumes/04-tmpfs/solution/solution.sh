docker build -q -t vault .
docker run -d --name vault --read-only --tmpfs /run/vault vault
sleep 1
docker exec vault touch /x
sleep 60
docker stop vault
