docker build --build-arg NUMBER=43 -t invoice:43 .
