docker build -q -t bakery .
docker run -d --name bakery bakery
docker exec bakery sed -i 's/32.0/3.20/' /usr/share/nginx/html/index.html
docker exec vault cat /srv/code > code.txt
