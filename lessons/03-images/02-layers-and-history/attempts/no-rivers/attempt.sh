docker build -q -t maps .
