sudo systemctl start docker
docker start clock
docker update --restart unless-stopped clock
sudo systemctl restart docker
sleep 2
docker ps
