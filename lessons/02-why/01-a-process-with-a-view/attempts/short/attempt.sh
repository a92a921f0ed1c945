echo "mill smithy chapel" > owner.txt
docker run -d --name left alpine:3.20
sleep 1
