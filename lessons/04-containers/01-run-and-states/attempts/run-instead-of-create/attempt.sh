docker build -q -t egg-timer .
docker run -d --name soft egg-timer 600
docker run --name medium egg-timer 1
docker run -d --name hard egg-timer 600
docker kill hard
docker rm breakfast
