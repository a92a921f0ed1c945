# HTTP/1.1 as a client speaks it; TLS is left out: https is spoken in plain.
import io
import socket
from email.message import Message
from http import HTTPStatus
HTTP_PORT, HTTPS_PORT = 80, 443
responses = {int(s): s.phrase for s in HTTPStatus}
class HTTPException(Exception):
    pass
class InvalidURL(HTTPException):
    pass
class BadStatusLine(HTTPException):
    pass
class CannotSendRequest(HTTPException):
    pass
class ResponseNotReady(HTTPException):
    pass
class IncompleteRead(HTTPException):
    pass
class RemoteDisconnected(ConnectionResetError, BadStatusLine):
    pass
class HTTPMessage(Message):
    pass
def parse_headers(fp, _class=HTTPMessage):
    m = _class()
    while True:
        line = fp.readline(65537)
        if line in (b'\r\n', b'\n', b''):
            return m
        k, _, v = line.decode('latin-1').partition(':')
        m[k.strip()] = v.strip()
class HTTPResponse(io.BufferedIOBase):
    def __init__(self, sock, debuglevel=0, method=None, url=None):
        self.fp = sock.makefile('rb')
        self._method = method
        self.url = url
        self._data = None
        self._at = 0
    def begin(self):
        line = self.fp.readline(65537).decode('latin-1')
        if not line:
            raise RemoteDisconnected('Remote end closed connection without response')
        words = line.rstrip('\r\n').split(None, 2)
        if not words or not words[0].startswith('HTTP/'):
            raise BadStatusLine(line)
        self.version = 10 if words[0] == 'HTTP/1.0' else 11
        self.status = self.code = int(words[1])
        self.reason = words[2] if len(words) > 2 else ''
        self.headers = self.msg = parse_headers(self.fp)
        self.chunked = (self.headers.get('transfer-encoding') or '').lower() == 'chunked'
        n = self.headers.get('content-length')
        self.length = int(n) if n is not None and not self.chunked else None
        if self.status in (204, 304) or self._method == 'HEAD':
            self.length = 0
            self.chunked = False
        self.will_close = self.length is None and not self.chunked or (self.headers.get('connection') or '').lower() == 'close'
    def _all(self):
        if self._data is None:
            if self.chunked:
                parts = []
                while True:
                    n = int(self.fp.readline().split(b';')[0].strip() or b'0', 16)
                    if not n:
                        self.fp.readline()
                        break
                    parts.append(self.fp.read(n))
                    self.fp.readline()
                self._data = b''.join(parts)
            elif self.length is not None:
                self._data = self.fp.read(self.length) if self.length else b''
            else:
                self._data = self.fp.read()
        return self._data
    def read(self, amt=None):
        data = self._all()
        end = len(data) if amt is None or amt < 0 else self._at + amt
        out = data[self._at:end]
        self._at += len(out)
        return out
    def readline(self, limit=-1):
        data = self._all()
        i = data.find(b'\n', self._at)
        end = len(data) if i < 0 else i + 1
        out = data[self._at:end]
        self._at = end
        return out
    def __iter__(self):
        while True:
            line = self.readline()
            if not line:
                return
            yield line
    def readable(self):
        return True
    def getheader(self, name, default=None):
        v = self.headers.get_all(name)
        return ', '.join(v) if v else default
    def getheaders(self):
        return self.headers.items()
    def info(self):
        return self.headers
    def geturl(self):
        return self.url
    def getcode(self):
        return self.status
    def isclosed(self):
        return self._data is not None
    def close(self):
        self.fp.close()
    def __enter__(self):
        return self
    def __exit__(self, *a):
        self.close()
class HTTPConnection:
    default_port = 80
    def __init__(self, host, port=None, timeout=None, source_address=None, blocksize=8192):
        self.timeout = timeout
        self.sock = None
        if port is None:
            name, colon, tail = host.rpartition(':')
            if colon and tail.isdigit():
                host, port = name, int(tail)
            else:
                port = self.default_port
        self.host, self.port = host, port
        self._lines = None
    def connect(self):
        self.sock = socket.create_connection((self.host, self.port), self.timeout)
    def close(self):
        if self.sock:
            self.sock.close()
            self.sock = None
    def set_debuglevel(self, n):
        pass
    def putrequest(self, method, url, skip_host=False, skip_accept_encoding=False):
        self._method = method
        self._lines = [f'{method} {url or "/"} HTTP/1.1']
        if not skip_host:
            self.putheader('Host', self.host if self.port == self.default_port else f'{self.host}:{self.port}')
        if not skip_accept_encoding:
            self.putheader('Accept-Encoding', 'identity')
    def putheader(self, name, *values):
        self._lines.append(f'{name}: ' + '\r\n\t'.join([v.decode('latin-1') if isinstance(v, bytes) else str(v) for v in values]))
    def endheaders(self, body=None, **k):
        if self.sock is None:
            self.connect()
        self.sock.sendall(('\r\n'.join(self._lines) + '\r\n\r\n').encode('latin-1') + (body or b''))
    def send(self, data):
        if self.sock is None:
            self.connect()
        self.sock.sendall(data)
    def request(self, method, url, body=None, headers={}, *, encode_chunked=False):
        names = [k.lower() for k in headers]
        self.putrequest(method, url, 'host' in names, 'accept-encoding' in names)
        if isinstance(body, str):
            body = body.encode('iso-8859-1')
        elif hasattr(body, 'read'):
            body = body.read()
        if 'content-length' not in names and (body is not None or method in ('POST', 'PUT', 'PATCH')):
            self.putheader('Content-Length', str(len(body or b'')))
        for k, v in headers.items():
            self.putheader(k, v)
        self.endheaders(body)
    def getresponse(self):
        if self.sock is None:
            raise ResponseNotReady('Idle')
        r = HTTPResponse(self.sock, method=self._method)
        r.begin()
        if r.will_close:
            r._all()
            self.close()
        return r
class HTTPSConnection(HTTPConnection):
    # Simulated hosts hold no keys: https is spoken in plain.
    default_port = 443
