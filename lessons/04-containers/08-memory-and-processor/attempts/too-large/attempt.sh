docker build -q -t darkroom .
docker run --name photo -m 64m darkroom 28 0
