sed -i 's/pasta/risotto/' menu.html
docker build --no-cache -q -t trattoria .
docker rm -f trattoria
docker run -d --name trattoria -p 8080:80 trattoria
sleep 1
curl -s localhost:8080
