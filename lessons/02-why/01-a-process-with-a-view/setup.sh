docker run -d --name smithy alpine:3.20 sh -c 'sleep 4200 & exec sleep 2442' > /dev/null
docker run -d --name mill alpine:3.20 sh -c 'sleep 4242 & exec sleep 2424' > /dev/null
docker run -d --name chapel alpine:3.20 sh -c 'sleep 4224 & exec sleep 2422' > /dev/null
sleep 1
