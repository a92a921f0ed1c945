# Builds the invoice image and keeps a note of when.
date >> build.log
docker build --build-arg NUMBER="$1" -t "invoice:$1" .
