sed -i "s#^FROM .*#FROM $(grep -o 'localhost.*' notes.txt)#" Dockerfile
cat Dockerfile
docker build -q -t bread .
docker pull localhost:5005/dough:1
docker pull $(grep -o 'localhost.*' notes.txt)
docker images --digests
