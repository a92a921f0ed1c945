import socket

server = socket.socket()
server.bind(("0.0.0.0", 80))
server.listen()
while True:
    client, address = server.accept()
    client.recv(1000)
    client.sendall(b"HTTP/1.0 200 OK\r\n\r\n" + open("site/index.html", "rb").read())
    client.close()
