docker build -q -t pump . > /dev/null
