docker build -q -f Dockerfile.press -t press .
