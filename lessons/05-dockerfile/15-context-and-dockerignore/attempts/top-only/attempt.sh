docker build -q -t museum .
docker build -q -t museum:preview .
