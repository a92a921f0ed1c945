docker build -q -t board:1 one
docker build -q -t board:2 two
docker tag board:2 board:live
docker tag board:live board:1
