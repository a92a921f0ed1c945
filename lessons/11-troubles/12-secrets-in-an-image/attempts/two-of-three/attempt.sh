printf 'poppy-1\nsage-2\n' > found.txt
docker build -q -t pharmacy .
