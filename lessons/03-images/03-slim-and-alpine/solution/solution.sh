printf 'python:3.12\npython:3.12-slim\n' > toolbox.txt
docker build -q -t label .
docker run --rm label
docker build -q -f Dockerfile.tiny -t label:tiny .
docker run --rm label:tiny
docker images label
