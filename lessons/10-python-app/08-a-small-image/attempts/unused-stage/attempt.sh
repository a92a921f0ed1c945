docker build -q -t bakery .
docker run -d --name web -p 8000:8000 bakery
