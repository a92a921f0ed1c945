docker build -q -t darkroom .
docker run --name photo -m 32m darkroom 28 0
echo north > guilty.txt
