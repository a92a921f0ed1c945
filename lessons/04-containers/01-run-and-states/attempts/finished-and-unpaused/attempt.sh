docker build -q -t egg-timer .
docker run --name soft egg-timer 1
docker run -d --name medium egg-timer 600
