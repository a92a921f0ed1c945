echo 1.29.1 > stable.txt
docker build -q -t pinned .
