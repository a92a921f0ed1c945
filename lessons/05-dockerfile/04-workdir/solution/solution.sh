echo /srv/kitchen/oven > path.txt
docker build -q -f Dockerfile.maze -t maze .
docker run --rm maze
docker build -q -t menu .
docker run --rm menu
