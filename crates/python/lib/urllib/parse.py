_always = frozenset(b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~')
uses_netloc = ['', 'ftp', 'http', 'https', 'file', 'ws', 'wss']
uses_relative = uses_netloc

def quote(string, safe='/', encoding=None, errors=None):
    if isinstance(string, str):
        string = string.encode(encoding or 'utf-8', errors or 'strict')
    if isinstance(safe, str):
        safe = safe.encode('ascii', 'replace')
    return ''.join([chr(b) if b in _always or b in safe else f'%{b:02X}' for b in string])
def quote_plus(string, safe='', encoding=None, errors=None):
    if isinstance(string, str) and ' ' in string or isinstance(string, bytes) and b' ' in string:
        return quote(string, safe + ' ' if isinstance(safe, str) else safe + b' ', encoding, errors).replace(' ', '+')
    return quote(string, safe, encoding, errors)
quote_from_bytes = quote
def unquote_to_bytes(string):
    if isinstance(string, str):
        string = string.encode()
    parts = string.split(b'%')
    out = [parts[0]]
    for p in parts[1:]:
        try:
            out.append(bytes([int(p[:2].decode(), 16)]) + p[2:])
        except ValueError:
            out.append(b'%' + p)
    return b''.join(out)
def unquote(string, encoding='utf-8', errors='replace'):
    if isinstance(string, bytes):
        return unquote_to_bytes(string).decode(encoding, errors)
    if '%' not in string:
        return string
    return unquote_to_bytes(string).decode(encoding, errors)
def unquote_plus(string, encoding='utf-8', errors='replace'):
    return unquote(string.replace('+', ' '), encoding, errors)
def urlencode(query, doseq=False, safe='', encoding=None, errors=None, quote_via=quote_plus):
    if hasattr(query, 'items'):
        query = query.items()
    out = []
    for k, v in query:
        k = quote_via(k if isinstance(k, (str, bytes)) else str(k), safe)
        if doseq and not isinstance(v, (str, bytes)) and hasattr(v, '__iter__'):
            for x in v:
                out.append(k + '=' + quote_via(x if isinstance(x, (str, bytes)) else str(x), safe))
        else:
            out.append(k + '=' + quote_via(v if isinstance(v, (str, bytes)) else str(v), safe))
    return '&'.join(out)
def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace', max_num_fields=None, separator='&'):
    if isinstance(qs, bytes):
        qs = qs.decode()
    out = []
    for part in qs.split(separator):
        if not part:
            continue
        k, eq, v = part.partition('=')
        if not eq and not keep_blank_values:
            continue
        if v or keep_blank_values:
            out.append((unquote_plus(k), unquote_plus(v)))
    return out
def parse_qs(qs, keep_blank_values=False, **kw):
    out = {}
    for k, v in parse_qsl(qs, keep_blank_values):
        out.setdefault(k, []).append(v)
    return out

class _Netloc:
    @property
    def username(self):
        return self._user()[0]
    @property
    def password(self):
        return self._user()[1]
    def _user(self):
        info, at, _ = self.netloc.rpartition('@')
        if not at:
            return None, None
        u, colon, p = info.partition(':')
        return u, p if colon else None
    @property
    def hostname(self):
        h = self.netloc.rpartition('@')[2]
        if h.startswith('['):
            h = h[1:].partition(']')[0]
        else:
            h = h.partition(':')[0]
        return h.lower() or None
    @property
    def port(self):
        h = self.netloc.rpartition('@')[2]
        if h.startswith('['):
            h = h.partition(']')[2]
        p = h.rpartition(':')[2] if ':' in h else ''
        if not p:
            return None
        if not p.isdigit():
            raise ValueError(f'Port could not be cast to integer value as {p!r}')
        return int(p)

class SplitResult(_Netloc, tuple):
    def __new__(cls, scheme, netloc, path, query, fragment):
        return tuple.__new__(cls, (scheme, netloc, path, query, fragment))
    scheme = property(lambda s: s[0])
    netloc = property(lambda s: s[1])
    path = property(lambda s: s[2])
    query = property(lambda s: s[3])
    fragment = property(lambda s: s[4])
    def geturl(self):
        return urlunsplit(self)
    def _replace(self, **kw):
        return SplitResult(*[kw.get(n, v) for n, v in zip(('scheme', 'netloc', 'path', 'query', 'fragment'), self)])
    def __repr__(self):
        return 'SplitResult(scheme=%r, netloc=%r, path=%r, query=%r, fragment=%r)' % tuple(self)
class ParseResult(_Netloc, tuple):
    def __new__(cls, scheme, netloc, path, params, query, fragment):
        return tuple.__new__(cls, (scheme, netloc, path, params, query, fragment))
    scheme = property(lambda s: s[0])
    netloc = property(lambda s: s[1])
    path = property(lambda s: s[2])
    params = property(lambda s: s[3])
    query = property(lambda s: s[4])
    fragment = property(lambda s: s[5])
    def geturl(self):
        return urlunparse(self)
    def _replace(self, **kw):
        return ParseResult(*[kw.get(n, v) for n, v in zip(('scheme', 'netloc', 'path', 'params', 'query', 'fragment'), self)])
    def __repr__(self):
        return 'ParseResult(scheme=%r, netloc=%r, path=%r, params=%r, query=%r, fragment=%r)' % tuple(self)

def urlsplit(url, scheme='', allow_fragments=True):
    netloc = query = fragment = ''
    i = url.find(':')
    if i > 0 and url[0].isalpha() and all([c.isalnum() or c in '+-.' for c in url[:i]]):
        scheme, url = url[:i].lower(), url[i + 1:]
    if url[:2] == '//':
        e = len(url)
        for c in '/?#':
            k = url.find(c, 2)
            if k >= 0:
                e = min(e, k)
        netloc, url = url[2:e], url[e:]
    if allow_fragments and '#' in url:
        url, _, fragment = url.partition('#')
    if '?' in url:
        url, _, query = url.partition('?')
    return SplitResult(scheme, netloc, url, query, fragment)
def urlparse(url, scheme='', allow_fragments=True):
    s = urlsplit(url, scheme, allow_fragments)
    path, params = s.path, ''
    if ';' in path.rpartition('/')[2]:
        i = path.index(';', path.rfind('/') + 1)
        path, params = path[:i], path[i + 1:]
    return ParseResult(s.scheme, s.netloc, path, params, s.query, s.fragment)
def urlunsplit(parts):
    scheme, netloc, url, query, fragment = parts
    if netloc or scheme in ('http', 'https', 'file') and url[:2] == '//':
        if url and url[:1] != '/':
            url = '/' + url
        url = '//' + (netloc or '') + url
    if scheme:
        url = scheme + ':' + url
    if query:
        url += '?' + query
    if fragment:
        url += '#' + fragment
    return url
def urlunparse(parts):
    scheme, netloc, url, params, query, fragment = parts
    if params:
        url = f'{url};{params}'
    return urlunsplit((scheme, netloc, url, query, fragment))
def urldefrag(url):
    s = urlsplit(url)
    return urlunsplit((s[0], s[1], s[2], s[3], '')), s[4]
def urljoin(base, url, allow_fragments=True):
    if not base:
        return url
    if not url:
        return base
    b = urlsplit(base)
    u = urlsplit(url, b.scheme)
    if u.scheme != b.scheme:
        return url
    if u.netloc:
        return urlunsplit(u)
    path = u.path
    query = u.query
    if not path:
        path = b.path
        query = query or b.query
    elif not path.startswith('/'):
        path = b.path.rpartition('/')[0] + '/' + path
    out = []
    parts = path.split('/')
    for p in parts:
        if p == '..':
            if len(out) > 1:
                out.pop()
        elif p != '.':
            out.append(p)
    if parts[-1] in ('.', '..'):
        out.append('')
    return urlunsplit((u.scheme, b.netloc, '/'.join(out) or '/', query, u.fragment))
