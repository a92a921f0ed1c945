echo "RUN mkdir -p /var/spool/queue" > culprit.txt
docker build -q -t scales .
