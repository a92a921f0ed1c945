docker build -q -t reporter .
docker run -d --name reporter -v news:/news reporter
sleep 1
docker run -d --name board -p 8080:80 -v news:/usr/share/nginx/html:ro nginx:alpine
sleep 1
curl -s localhost:8080
docker exec board touch /usr/share/nginx/html/x
sleep 2
docker ps
sleep 3
docker rm -f reporter
docker run -d --name night-shift -e shift=night -v news:/news reporter
sleep 2
curl -s localhost:8080
