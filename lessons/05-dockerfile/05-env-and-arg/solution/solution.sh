docker build -q --build-arg VERSION=2.1 -t postcard:2.1 .
docker build -q -t postcard:dev .
docker run --rm postcard:2.1
docker run --rm postcard:dev
docker history legacy | head -3
docker history --no-trunc --format '{{.CreatedBy}}' legacy | grep -o 'summer-[0-9]*' > leaked.txt
cat leaked.txt
docker build -q -f Dockerfile.letters -t letters .
docker run -d --name letters -e DB_PASSWORD=autumn letters
