printf 'python:3.12\npython:3.12-slim\npython:3.12-alpine\n' > toolbox.txt
docker build -q -t label .
docker tag label label:tiny
