docker pull -q localhost:5005/dough:1
sed -i "s#^FROM .*#FROM $(docker inspect -f '{{index .RepoDigests 0}}' localhost:5005/dough:1)#" Dockerfile
docker build -q -t bread .
