docker build -t bookshop:2.0 .
sleep 1
