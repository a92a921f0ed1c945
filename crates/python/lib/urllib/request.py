import io
import socket
from urllib.parse import urlsplit
from urllib.error import URLError, HTTPError
class Request:
    def __init__(self, url, data=None, headers={}, method=None, **k):
        self.full_url, self.data, self.headers, self._method = url, data, dict(headers), method
    def get_method(self):
        return self._method or ('POST' if self.data is not None else 'GET')
    def add_header(self, k, v):
        self.headers[k] = v
class _Headers(dict):
    def get(self, k, d=None):
        for a, v in self.items():
            if a.lower() == k.lower():
                return v
        return d
class _Response(io.BytesIO):
    def getcode(self): return self.status
    def info(self): return self.headers
    def geturl(self): return self.url
    def getheader(self, k, d=None): return self.headers.get(k, d)
def urlopen(url, data=None, timeout=None, **k):
    req = url if isinstance(url, Request) else Request(url, data)
    for _ in range(10):
        u = urlsplit(req.full_url)
        if u.scheme != 'http':
            raise URLError(f'drydock: {u.scheme} is not simulated')
        try:
            s = socket.create_connection((u.hostname, u.port or 80), timeout)
        except OSError as e:
            raise URLError(e) from None
        h = {'Host': u.netloc, 'User-Agent': 'Python-urllib/3.12', 'Accept-Encoding': 'identity', 'Connection': 'close'}
        if req.data is not None:
            h['Content-Length'] = str(len(req.data))
            h['Content-Type'] = 'application/x-www-form-urlencoded'
        for a, v in req.headers.items():
            h[a.title()] = v
        target = (u.path or '/') + ('?' + u.query if u.query else '')
        s.sendall((f'{req.get_method()} {target} HTTP/1.1\r\n' + ''.join([f'{a}: {v}\r\n' for a, v in h.items()]) + '\r\n').encode() + (req.data or b''))
        f = s.makefile('rb')
        first = f.readline().decode('latin-1').split(None, 2)
        got = _Headers()
        while True:
            line = f.readline().decode('latin-1').strip()
            if not line:
                break
            a, _, v = line.partition(':')
            got[a] = v.strip()
        if got.get('Transfer-Encoding') == 'chunked':
            body = b''
            while True:
                n = int(f.readline().strip() or b'0', 16)
                if not n:
                    break
                body += f.read(n)
                f.readline()
        else:
            n = got.get('Content-Length')
            body = f.read(int(n)) if n is not None else f.read()
        f.close()
        s.close()
        r = _Response(body)
        r.status = r.code = int(first[1])
        r.reason = r.msg = first[2].strip() if len(first) > 2 else ''
        r.headers, r.url = got, req.full_url
        if r.status in (301, 302, 303, 307, 308) and got.get('Location'):
            from urllib.parse import urljoin
            req = Request(urljoin(req.full_url, got.get('Location')))
            continue
        if r.status >= 400:
            raise HTTPError(req.full_url, r.status, r.reason, got, r)
        return r
    raise URLError('too many redirects')
