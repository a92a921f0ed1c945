docker build -q -t tollbooth .
docker run -d --name booth tollbooth
sleep 1
docker exec booth sh -c 'echo evil >> /booth/booth.sh'
