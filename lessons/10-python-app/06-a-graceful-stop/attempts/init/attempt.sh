docker build -q -t bakery .
docker run -d --init --name web bakery
sleep 1
docker stop web
