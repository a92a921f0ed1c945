docker build -q -t clerk .
docker run -d --name clerk clerk
