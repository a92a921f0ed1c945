docker build -t album .
