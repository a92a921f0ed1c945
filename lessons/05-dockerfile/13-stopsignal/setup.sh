docker build -q -t lighthouse:old . > /dev/null
docker run -d --name relic lighthouse:old > /dev/null
sleep 1
