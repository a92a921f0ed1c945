docker build -q -t darkroom .
docker run --name photo darkroom 28 0
