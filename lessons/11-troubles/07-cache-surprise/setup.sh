docker build -q -t trattoria . > /dev/null
docker run -d --name trattoria -p 8080:80 trattoria > /dev/null
sleep 60
