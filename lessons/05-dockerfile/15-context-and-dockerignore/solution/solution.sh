docker build -q -t museum:preview .
printf '.env\n**/*.raw\ndrafts\n' > .dockerignore
docker build -q -t museum .
