docker build -q -t tollbooth .
docker run -d --name booth tollbooth
sleep 1
