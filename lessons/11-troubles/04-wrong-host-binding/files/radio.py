import os
import socket

host = os.environ.get("HOST", "127.0.0.1")
server = socket.socket()
server.bind((host, 9000))
server.listen()
print(f"on the air at {host}:9000")
while True:
    client, _ = server.accept()
    client.recv(1000)
    client.sendall(b"HTTP/1.0 200 OK\r\n\r\nnow playing: a waltz\n")
    client.close()
