import socket
import sys

connection = socket.create_connection(("localhost", 8000), timeout=1)
connection.sendall(b"GET /health HTTP/1.0\r\n\r\n")
answer = connection.recv(1000).decode()
print(answer.splitlines()[0])
sys.exit(0 if " 200 " in answer else 1)
