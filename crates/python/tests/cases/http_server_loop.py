import http.server, threading, http.client, urllib.request, io, sys
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = f'you asked for {self.path}'.encode()
        self.send_response(200)
        self.send_header('Content-Type', 'text/plain')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def do_POST(self):
        data = self.rfile.read(int(self.headers['Content-Length']))
        self.send_response(201)
        self.end_headers()
        self.wfile.write(data.upper())
    def log_message(self, *args): pass
s = http.server.HTTPServer(('127.0.0.1', 0), H)
threading.Thread(target=s.serve_forever, daemon=True).start()
url = f'http://127.0.0.1:{s.server_port}'
with urllib.request.urlopen(url + '/x?y=1') as r:
    print(r.status, r.read(), r.headers['content-type'])
c = http.client.HTTPConnection('127.0.0.1', s.server_port)
c.request('POST', '/', b'hello', {'X-A': '1'})
r = c.getresponse()
print(r.status, r.reason, r.read())
try:
    urllib.request.urlopen(urllib.request.Request(url, method='PUT'))
except urllib.error.HTTPError as e:
    print(e.code, e.reason, e)
try:
    urllib.request.urlopen('http://127.0.0.1:1/')
except urllib.error.URLError as e:
    print(e)
