docker build -q -t mill .
docker build -q -f Dockerfile.press -t press .
