docker build -t bookshop:2.0 .
sleep 1
docker run -d --name till bookshop
sleep 1
