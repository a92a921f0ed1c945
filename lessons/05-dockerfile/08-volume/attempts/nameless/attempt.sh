docker rm voyage
docker build -q -t logbook .
docker run --name first logbook 'calm sea'
docker run --name second logbook 'whales'
docker rm first
