docker build -t handbook .
