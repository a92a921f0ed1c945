docker build -q -t reporter .
docker run -d --name reporter -v news:/news reporter
docker run -d --name board -p 8080:80 -v news:/var/www nginx:alpine
sleep 1
curl -s localhost:8080
