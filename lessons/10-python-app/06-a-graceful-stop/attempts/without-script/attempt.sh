docker build -q -t bakery .
docker run -d --name web bakery
sleep 1
docker stop web
docker run -d --name shop -p 8000:8000 bakery
sleep 1
docker stop shop
