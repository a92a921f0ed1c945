docker build -t invoice:43 .
