docker build -q -t clerk .
docker run -d --init --name clerk clerk
docker stop clerk
