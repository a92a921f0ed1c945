docker build -q -t reporter .
docker run -d --name reporter -v news:/out reporter
sleep 1
