import os
import signal
import socket
import sys

signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
server = socket.socket()
server.bind(("0.0.0.0", 8000))
server.listen()
print("watching the greenhouse")
while True:
    client, _ = server.accept()
    client.recv(1000)
    if os.path.exists("/tmp/frozen"):
        answer = b"HTTP/1.0 500 Internal Server Error\r\n\r\nfrozen\n"
    else:
        answer = b"HTTP/1.0 200 OK\r\n\r\n21 degrees\n"
    try:
        client.sendall(answer)
    except OSError:
        print("somebody did not wait for the answer")
    client.close()
