docker build -q -t press press
