import socketserver, socket, threading
class E(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())
with socketserver.ThreadingTCPServer(('127.0.0.1', 0), E) as s:
    threading.Thread(target=s.serve_forever, daemon=True).start()
    c = socket.create_connection(s.server_address)
    f = c.makefile('rw')
    f.write('hi\nyou\n'); f.flush()
    print(f.readline(), f.readline())
    c.shutdown(socket.SHUT_WR)
