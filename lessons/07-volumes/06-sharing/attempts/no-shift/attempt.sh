docker build -q -t reporter .
docker run -d --name reporter -v news:/news reporter
sleep 1
docker run -d --name board -p 8080:80 -v news:/usr/share/nginx/html:ro nginx:alpine
sleep 1
curl -s localhost:8080
sleep 2
docker ps
sleep 3
docker rm -f reporter
docker run -d --name night-shift -v news:/news reporter
sleep 2
curl -s localhost:8080
