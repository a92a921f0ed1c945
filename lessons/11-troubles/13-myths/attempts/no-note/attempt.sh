docker run -d --name witness alpine:3.20 sleep 600
docker build -q -t probe:1 --build-arg WORD=first .
docker build -q -t probe:2 --build-arg WORD=second .
docker run -d --name hidden -p 8080:80 nginx:alpine
