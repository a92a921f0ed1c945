docker build -q -t bakery .
docker run -d --name web bakery
