docker build -t census .
