docker run --rm -v receipts:/receipts python:3.12-slim sh -c 'echo "Ada: rye, 3.20" > /receipts/1.txt'
