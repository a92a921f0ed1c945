docker cp voyage:/log backup
cat backup/entries.txt
docker build -q -t logbook .
docker run --name first -v log:/log logbook 'calm sea'
docker run --name second -v log:/log logbook 'whales'
docker rm first
