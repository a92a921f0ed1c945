import os
import socket

address = os.environ.get("BIND", "127.0.0.1")
port = int(os.environ.get("PORT", "7000"))
server = socket.socket()
server.bind((address, port))
server.listen()
print(f"listening on {address}, port {port}")
while True:
    client, _ = server.accept()
    client.recv(1000)
    client.sendall(b"HTTP/1.0 200 OK\r\n\r\n40 barrels, 7 ropes\n")
    client.close()
