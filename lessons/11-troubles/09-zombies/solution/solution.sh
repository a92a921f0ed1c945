docker build -q -t ferry .
docker run -d --init --name ferry ferry
sleep 30
docker top ferry
sleep 5
docker stop ferry
