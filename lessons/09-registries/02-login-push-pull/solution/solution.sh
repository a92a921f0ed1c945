docker build -q -t localhost:5001/parcel:1.0 .
docker push localhost:5001/parcel:1.0
sleep 1
docker login localhost:5001 -u ann --password-stdin < password.txt
docker push localhost:5001/parcel:1.0
sleep 1
docker rmi localhost:5001/parcel:1.0
sleep 1
docker pull localhost:5001/parcel:1.0
sleep 1
docker logout localhost:5001
