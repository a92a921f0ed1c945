echo python:3.12 > toolbox.txt
docker build -q -t label .
docker run --rm label
docker tag label label:tiny
