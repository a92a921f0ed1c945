docker build -q -t census .
