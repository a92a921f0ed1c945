echo /srv/kitchen/cellar/oven > path.txt
docker build -q -t menu .
docker run --rm menu
