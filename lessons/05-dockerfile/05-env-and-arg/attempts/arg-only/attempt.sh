docker build -q --build-arg VERSION=2.1 -t postcard:2.1 .
echo changed-since > leaked.txt
docker build -q -f Dockerfile.letters -t letters .
docker run -d --name letters -e DB_PASSWORD=autumn letters
