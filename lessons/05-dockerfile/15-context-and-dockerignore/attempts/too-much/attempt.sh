docker build -q -t museum .
