import http.server, os, threading, urllib.request, functools
os.mkdir('site')
with open('site/a & b.txt', 'w') as f:
    f.write('AB')
os.mkdir('site/dir')
class H(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *a): pass
s = http.server.ThreadingHTTPServer(('127.0.0.1', 0), functools.partial(H, directory='site'))
threading.Thread(target=s.serve_forever, daemon=True).start()
u = f'http://127.0.0.1:{s.server_port}/'
r = urllib.request.urlopen(u + 'a%20%26%20b.txt')
print(r.read(), r.headers['Content-type'], r.headers['Content-Length'])
try:
    urllib.request.urlopen(u + 'none')
except urllib.error.HTTPError as e:
    print(e.code, e.reason)
    print(e.read().decode())
print(urllib.request.urlopen(u).read().decode())
