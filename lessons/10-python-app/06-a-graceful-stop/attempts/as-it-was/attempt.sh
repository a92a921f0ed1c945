docker build -q -t bakery .
docker run -d --name web bakery
sleep 1
docker stop web
