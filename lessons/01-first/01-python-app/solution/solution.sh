docker build -q -t my-python-app .
docker run -d -p 8000:8000 --name web my-python-app
sleep 2
curl -s localhost:8000
docker stop web
docker rm web
