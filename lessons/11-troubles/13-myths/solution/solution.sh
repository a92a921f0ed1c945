printf '1 false\n2 false\n3 false\n4 true\n5 false\n6 false\n7 true\n8 false\n9 true\n10 false\n' > verdicts.txt
docker build -q -t ferry .
docker run --rm ferry
docker run -d --name witness alpine:3.20 sleep 600
docker exec witness sh -c 'echo still here > /note.txt'
docker stop -t 0 witness
docker start witness
