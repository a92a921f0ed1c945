docker build -q -t press press
docker build -q -t spring spring
