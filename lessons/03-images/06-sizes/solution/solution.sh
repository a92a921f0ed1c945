docker history freight
echo /var/spool/freight.log > culprit.txt
docker build -q -t scales .
docker run --rm scales
docker images
