docker build -q -t radio radio
docker run -d --name radio radio
docker build -q -t mail mail
docker run -d --name mail -e MAIL_HOST=post.example.org mail
docker build -q -t gate gate
docker run -d --name gate gate
sleep 2
