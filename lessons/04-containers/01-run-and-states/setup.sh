docker run --name breakfast alpine:3.20 sh -c 'echo "Two eggs, 6 minutes, a little too hard." > /note.txt'
