docker build -q -t tides .
