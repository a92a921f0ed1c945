docker build -q -t board:1 one
docker tag board:1 board:live
