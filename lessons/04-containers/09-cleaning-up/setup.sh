docker run -d --name shop alpine:3.20 sleep 1000000 > /dev/null
docker run --name archive --label keep alpine:3.20 sh -c 'echo records > /records' > /dev/null
docker run --name tea alpine:3.20 true
docker run --name milk alpine:3.20 sh -c 'exit 3' || true
docker create --name sugar alpine:3.20 true > /dev/null
docker volume create customers > /dev/null
docker volume create old-orders > /dev/null
docker run --name accounts --label keep -v old-orders:/orders alpine:3.20 true
