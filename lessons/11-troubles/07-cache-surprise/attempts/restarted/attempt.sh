sed -i 's/pasta/risotto/' menu.html
docker build -q -t trattoria .
docker restart trattoria
sleep 1
curl -s localhost:8080
