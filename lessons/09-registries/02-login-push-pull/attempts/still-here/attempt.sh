docker build -q -t localhost:5001/parcel:1.0 .
docker login localhost:5001 -u ann --password-stdin < password.txt
sleep 1
docker push localhost:5001/parcel:1.0
sleep 60
docker pull localhost:5001/parcel:1.0
