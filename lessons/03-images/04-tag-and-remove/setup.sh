printf 'FROM alpine:3.20\nRUN echo "Summer sale 2019" > /poster.txt\n' | docker build -q -t poster - > /dev/null 2>&1
docker tag poster flyer
docker run --name wall poster true
