import _host
import sys
import io
gaierror = sys.modules['builtins'].__dict__['__prelude__']['_gaierror']
class herror(OSError):
    pass
error = OSError
timeout = TimeoutError
AF_UNSPEC, AF_UNIX, AF_INET, AF_INET6 = 0, 1, 2, 10
SOCK_STREAM, SOCK_DGRAM, SOCK_RAW = 1, 2, 3
SOCK_NONBLOCK, SOCK_CLOEXEC = 0o4000, 0o2000000
SOL_SOCKET, SO_REUSEADDR, SO_ERROR, SO_BROADCAST, SO_KEEPALIVE, SO_REUSEPORT, SO_RCVTIMEO = 1, 2, 4, 6, 9, 15, 20
SO_SNDBUF, SO_RCVBUF, SO_LINGER = 7, 8, 13
IPPROTO_IP, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_IPV6 = 0, 6, 17, 41
IPV6_V6ONLY = 26
TCP_NODELAY, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT = 1, 4, 5, 6
SHUT_RD, SHUT_WR, SHUT_RDWR = 0, 1, 2
SOMAXCONN = 4096
AI_PASSIVE, AI_CANONNAME, AI_NUMERICHOST = 1, 2, 4
NI_NUMERICHOST, NI_NUMERICSERV = 1, 2
EAI_NONAME, EAI_AGAIN = -2, -3
MSG_PEEK, MSG_DONTWAIT, MSG_NOSIGNAL = 2, 0x40, 0x4000
INADDR_ANY = 0
has_ipv6 = True
has_dualstack_ipv6 = lambda: False
_default_timeout = None

def setdefaulttimeout(t):
    global _default_timeout
    _default_timeout = t
def getdefaulttimeout():
    return _default_timeout
def _is_ip(h):
    parts = h.split('.')
    return len(parts) == 4 and all([p.isdigit() and int(p) < 256 for p in parts])
def _resolve(host, family=0):
    if host == '':
        return '0.0.0.0'
    if host == '<broadcast>':
        return '255.255.255.255'
    if _is_ip(host) or ':' in host:
        return host
    return _host.resolve(host)[0]
def gethostname():
    return _host.hostname()
def getfqdn(name=''):
    return name or gethostname()
def gethostbyname(name):
    return _resolve(name)
def gethostbyname_ex(name):
    return (name, [], [name] if _is_ip(name) else _host.resolve(name))
def gethostbyaddr(ip):
    return (ip, [], [ip])
def getnameinfo(addr, flags):
    return (addr[0], str(addr[1]))
_services = {'http': 80, 'https': 443, 'ssh': 22, 'ftp': 21, 'smtp': 25, 'domain': 53}
def getservbyname(name, proto='tcp'):
    if name in _services:
        return _services[name]
    raise OSError('service/proto not found')
def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    if port is None:
        port = 0
    elif isinstance(port, str):
        port = int(port) if port.isdigit() else getservbyname(port)
    if host is None:
        ips = ['0.0.0.0' if flags & AI_PASSIVE else '127.0.0.1']
    elif host == '':
        ips = ['0.0.0.0']
    elif _is_ip(host) or ':' in host:
        ips = [host]
    else:
        ips = _host.resolve(host)
    out = []
    for ip in ips:
        six = ':' in ip
        if family == AF_INET6 and not six or family == AF_INET and six:
            continue
        kinds = [(SOCK_STREAM, 6), (SOCK_DGRAM, 17)]
        for kind, p in kinds:
            if type and type & 0xf != kind:
                continue
            out.append((AF_INET6 if six else AF_INET, kind, p, '', (ip, port, 0, 0) if six else (ip, port)))
    if not out:
        raise gaierror(-2, 'Name or service not known')
    return out
def inet_aton(s):
    return bytes([int(p) for p in s.split('.')])
def inet_ntoa(b):
    return '.'.join([str(x) for x in b])
def inet_pton(family, s):
    if family == AF_INET:
        if not _is_ip(s):
            raise OSError('illegal IP address string passed to inet_pton')
        return inet_aton(s)
    raise OSError('illegal IP address string passed to inet_pton')
def inet_ntop(family, b):
    return inet_ntoa(b)
def htons(n):
    return (n & 255) << 8 | n >> 8
ntohs = htons
def htonl(n):
    return int.from_bytes(n.to_bytes(4, 'little'), 'big')
ntohl = htonl

def _late(e):
    # A request that took longer than it may is a timeout, unless the socket does not block at all.
    return isinstance(e, BlockingIOError)

class socket:
    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        self.family = AF_INET if family == -1 else family
        self.type = (SOCK_STREAM if type == -1 else type) & 0xf
        self.proto = 0 if proto == -1 else proto
        self._timeout = _default_timeout
        self._closed = False
        self._refs = 0
        self._fd = _host.socket(self.family, self.type) if fileno is None else fileno
    def __enter__(self):
        return self
    def __exit__(self, *a):
        if not self._closed:
            self.close()
    def __repr__(self):
        s = f'<socket.socket fd={self.fileno()}, family={self.family}, type={self.type}, proto={self.proto}'
        if not self._closed:
            try:
                s += f', laddr={self.getsockname()}'
                s += f', raddr={self.getpeername()}'
            except OSError:
                pass
        return s + '>'
    def fileno(self):
        return -1 if self._closed else self._fd
    def _address(self, a):
        if self.family == AF_UNIX:
            return a, 0
        if not isinstance(a, tuple):
            raise TypeError(f'AF_INET address must be tuple, not {type(a).__name__}')
        if not isinstance(a[1], int):
            raise TypeError(f"'{type(a[1]).__name__}' object cannot be interpreted as an integer")
        return _resolve(a[0]), a[1]
    def _addr(self, a):
        return a[0] if self.family == AF_UNIX else a
    def _fileno(self):
        if self._closed:
            raise OSError(9, 'Bad file descriptor')
        return self._fd
    def bind(self, address):
        _host.bind(self._fileno(), *self._address(address))
    def listen(self, backlog=128):
        _host.listen(self._fileno(), backlog)
    def accept(self):
        try:
            fd, peer = _host.accept(self._fileno(), self._timeout)
        except BlockingIOError:
            if self._timeout:
                raise TimeoutError('timed out') from None
            raise
        s = socket(self.family, self.type, self.proto, fd)
        return s, self._addr(peer)
    def connect(self, address):
        host, port = self._address(address)
        try:
            _host.connect(self._fileno(), host, port, self._timeout)
        except BlockingIOError:
            if self._timeout:
                raise TimeoutError('timed out') from None
            raise
    def connect_ex(self, address):
        try:
            self.connect(address)
        except TimeoutError:
            return 11
        except OSError as e:
            return e.errno
        return 0
    def send(self, data, flags=0):
        try:
            return _host.send(self._fileno(), bytes(data), self._timeout)
        except BlockingIOError:
            if self._timeout:
                raise TimeoutError('timed out') from None
            raise
    def sendall(self, data, flags=0):
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        data = bytes(data)
        while data:
            n = self.send(data)
            data = data[n:]
    def recv(self, n, flags=0):
        try:
            return _host.recv(self._fileno(), n, self._timeout)
        except BlockingIOError:
            if self._timeout:
                raise TimeoutError('timed out') from None
            raise
    def recv_into(self, buffer, nbytes=0, flags=0):
        data = self.recv(nbytes or len(buffer))
        buffer[:len(data)] = data
        return len(data)
    def sendto(self, data, *args):
        host, port = self._address(args[-1])
        return _host.sendto(self._fileno(), bytes(data), host, port)
    def recvfrom(self, n, flags=0):
        try:
            data, addr = _host.recvfrom(self._fileno(), n, self._timeout)
        except BlockingIOError:
            if self._timeout:
                raise TimeoutError('timed out') from None
            raise
        return data, self._addr(addr)
    def shutdown(self, how):
        _host.shutdown(self._fileno(), how)
    def close(self):
        if not self._closed:
            self._closed = True
            if self._refs <= 0:
                _host.close(self._fd)
    def _drop(self):
        self._refs -= 1
        if self._closed and self._refs <= 0:
            _host.close(self._fd)
    def detach(self):
        self._closed = True
        return self._fd
    def setsockopt(self, level, option, value, optlen=None):
        if isinstance(value, int):
            _host.setsockopt(self._fileno(), level, option, int(value))
    def getsockopt(self, level, option, buflen=0):
        return 0
    def settimeout(self, t):
        if t is not None and t < 0:
            raise ValueError('Timeout value out of range')
        self._timeout = t
    def gettimeout(self):
        return self._timeout
    def setblocking(self, flag):
        self._timeout = None if flag else 0.0
    def getblocking(self):
        return self._timeout != 0
    @property
    def timeout(self):
        return self._timeout
    def getsockname(self):
        return self._addr(_host.getsockname(self._fileno()))
    def getpeername(self):
        return self._addr(_host.getpeername(self._fileno()))
    def set_inheritable(self, v):
        pass
    def dup(self):
        return socket(self.family, self.type, self.proto, _host.dup(self._fd))
    def makefile(self, mode='r', buffering=None, *, encoding=None, errors=None, newline=None):
        raw = SocketIO(self, mode)
        if buffering == 0:
            return raw
        b = io.BufferedReader(raw) if 'r' in mode and 'w' not in mode else io.BufferedWriter(raw) if 'r' not in mode else io.BufferedRandom(raw)
        if 'b' in mode:
            return b
        t = io.TextIOWrapper(b, encoding, errors, newline)
        return t
SocketType = socket

class SocketIO(io.RawIOBase):
    def __init__(self, sock, mode):
        self._sock = sock
        self.mode = mode
        self.name = sock.fileno()
        sock._refs += 1
    def readable(self):
        return 'r' in self.mode
    def writable(self):
        return 'w' in self.mode
    def fileno(self):
        return self._sock.fileno()
    def read(self, n=-1):
        if n is not None and n >= 0:
            return _host.recv(self._sock._fd, n, self._sock._timeout)
        parts = []
        while True:
            b = _host.recv(self._sock._fd, 65536, self._sock._timeout)
            if not b:
                return b''.join(parts)
            parts.append(b)
    def write(self, data):
        n = 0
        data = bytes(data)
        while n < len(data):
            n += _host.send(self._sock._fd, data[n:], self._sock._timeout)
        return n
    def close(self):
        if not self.closed:
            self.closed = True
            self._sock._drop()

_GLOBAL = object()
def create_connection(address, timeout=_GLOBAL, source_address=None, *, all_errors=False):
    host, port = address
    last = None
    for family, kind, proto, name, sa in getaddrinfo(host, port, 0, SOCK_STREAM):
        s = socket(family, kind, proto)
        try:
            if timeout is not _GLOBAL:
                s.settimeout(timeout)
            s.connect(sa)
            return s
        except OSError as e:
            last = e
            s.close()
    if last is not None:
        raise last
    raise OSError('getaddrinfo returns an empty list')
def create_server(address, *, family=AF_INET, backlog=None, reuse_port=False, dualstack_ipv6=False):
    s = socket(family)
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    s.bind(address)
    s.listen(128 if backlog is None else backlog)
    return s
def socketpair(family=None, type=SOCK_STREAM, proto=0):
    srv = socket()
    srv.bind(('127.0.0.1', 0))
    srv.listen(1)
    a = socket()
    a.connect(srv.getsockname())
    b, _ = srv.accept()
    srv.close()
    return a, b
