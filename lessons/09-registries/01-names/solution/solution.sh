docker build -q -t kettle .
docker tag kettle localhost:5005/kitchen/kettle:1.2
sleep 1
docker push localhost:5005/kitchen/kettle:1.2
sleep 60
docker rmi localhost:5005/kitchen/kettle:1.2
