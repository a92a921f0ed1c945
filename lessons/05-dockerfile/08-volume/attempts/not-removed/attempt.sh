docker build -q -t logbook .
docker run --name first -v log:/log logbook 'calm sea'
docker run --name second -v log:/log logbook 'whales'
