printf 'host: 6.12\nalpine: 3.20\ndebian: 12\n' > kernels.txt
docker run -d --name car-1 alpine:3.20
sleep 1
printf '1 container\n2 container\n3 container\n4 container\n' > choice.txt
