docker build -q -t vault .
docker run -d --name vault --read-only vault
sleep 1
