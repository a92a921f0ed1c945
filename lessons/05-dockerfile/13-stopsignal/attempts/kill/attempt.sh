docker build -q -t lighthouse .
