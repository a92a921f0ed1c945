docker build -q -t bakery .
docker run -d --name bakery -p 8080:80 bakery
docker exec bakery sed -i 's/32.0/3.20/' /usr/share/nginx/html/index.html
docker exec -u baker vault cat /srv/code > code.txt
cat code.txt; docker exec vault id; docker exec vault cat /srv/code
