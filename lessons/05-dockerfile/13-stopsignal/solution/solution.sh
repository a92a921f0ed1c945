docker build -q -t lighthouse .
docker run -d --name lamp lighthouse
sleep 1
docker stop lamp
docker stop --signal SIGINT relic
