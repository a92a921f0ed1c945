docker pull -q nginx:stable
docker image inspect -f '{{json .Config.Env}}' nginx:stable | tr , '\n' | grep NGINX_VERSION
docker image inspect -f '{{json .Config.Env}}' nginx:stable | tr , '\n' | grep NGINX_VERSION > stable.txt
sed -i "s|alpine:3.20|$(docker image inspect -f '{{index .RepoDigests 0}}' alpine:3.20)|" Dockerfile
cat Dockerfile
docker build -q -t pinned .
