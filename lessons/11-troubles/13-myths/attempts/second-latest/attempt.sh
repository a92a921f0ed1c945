docker build -q -t probe:2 -t probe:latest --build-arg WORD=second .
