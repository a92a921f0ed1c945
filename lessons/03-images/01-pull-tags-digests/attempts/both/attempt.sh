docker pull -q nginx:stable
echo 1.29.1 > stable.txt
sed -i "s|FROM alpine:3.20|FROM alpine:3.20@$(docker image inspect -f '{{index .RepoDigests 0}}' alpine:3.20 | cut -d@ -f2)|" Dockerfile
docker build -q -t pinned .
