docker run -d --name team-registry -p 5005:5000 registry:2 > /dev/null
sleep 1
