docker build -q -t bakery .
docker build -q --target test -t bakery:test .
docker run -d --name web -p 8000:8000 bakery
sleep 1
curl -s localhost:8000/
