echo "host: $(uname -r)" > kernels.txt
echo "alpine: $(docker run --rm alpine:3.20 uname -r)" >> kernels.txt
echo "debian: $(docker run --rm debian:bookworm-slim uname -r)" >> kernels.txt
cat kernels.txt
for n in 1 2 3 4 5; do docker run -d --name car-$n alpine:3.20 sleep 100000; done
docker stats --no-stream
printf '1 container\n2 vm\n3 container\n4 vm\n' > choice.txt
