docker build -q -t ferry .
docker run -d --name ferry ferry
