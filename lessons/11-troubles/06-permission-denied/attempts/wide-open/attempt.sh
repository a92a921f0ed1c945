docker build -q -t bell .
docker run -d --name bell bell
