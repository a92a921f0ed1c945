docker build -q -t logbook .
docker run --name first -v log:/logs logbook 'calm sea'
docker run --name second -v log:/logs logbook 'whales'
docker rm first
