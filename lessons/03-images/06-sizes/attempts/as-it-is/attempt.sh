echo /opt/freight/bin/freight > culprit.txt
docker build -q -t scales .
docker run --rm scales
