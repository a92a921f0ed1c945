sudo systemctl start docker
docker start clock
docker update --restart on-failure clock
sleep 60
sudo systemctl restart docker
