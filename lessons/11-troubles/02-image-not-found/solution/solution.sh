docker build -q -t bookshop:2.0 .
docker run -d --name till bookshop:1.0
