docker build -q --build-arg VERSION=2.1 -t postcard:2.1 .
echo winter > leaked.txt
docker build -q -f Dockerfile.letters -t letters .
