sed 's/people.list/people.csv/' Dockerfile > Dockerfile.wrong
docker build -f Dockerfile.wrong -t census .
docker build -q -t census .
docker run --rm census
