# Fetching by URL: http, https (spoken in plain) and files.
import http.client
from urllib.parse import urlsplit, urljoin, unquote, quote
from urllib.error import URLError, HTTPError
class Request:
    def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False, method=None):
        self.full_url, self.data, self.headers, self.method = url, data, {}, method
        for k, v in headers.items():
            self.add_header(k, v)
        u = urlsplit(url)
        if not u.scheme:
            raise ValueError(f'unknown url type: {url!r}')
        self.type, self.host, self.selector = u.scheme, u.netloc, (u.path or '/') + ('?' + u.query if u.query else '')
    def get_method(self):
        return self.method or ('POST' if self.data is not None else 'GET')
    def add_header(self, k, v):
        self.headers[k.capitalize()] = v
    def has_header(self, k):
        return k in self.headers
    def get_header(self, k, default=None):
        return self.headers.get(k, default)
    def get_full_url(self):
        return self.full_url
def urlopen(url, data=None, timeout=None, **k):
    req = url if isinstance(url, Request) else Request(url, data)
    for _ in range(11):
        if req.type == 'file':
            return open(unquote(urlsplit(req.full_url).path), 'rb')
        if req.type not in ('http', 'https'):
            raise URLError(f'drydock: {req.type} is not simulated' if req.type == 'ftp' else f'unknown url type: {req.type}')
        if isinstance(req.data, str):
            raise TypeError('POST data should be bytes, an iterable of bytes, or a file object. It cannot be of type str.')
        c = (http.client.HTTPSConnection if req.type == 'https' else http.client.HTTPConnection)(req.host, timeout=timeout)
        import sys
        headers = {'User-Agent': 'Python-urllib/%d.%d' % sys.version_info[:2], 'Connection': 'close'}
        if req.data is not None:
            headers['Content-Type'] = 'application/x-www-form-urlencoded'
        for a, v in req.headers.items():
            headers[a.title()] = v
        try:
            c.request(req.get_method(), req.selector, req.data, headers)
            r = c.getresponse()
        except http.client.HTTPException:
            raise
        except OSError as e:
            if isinstance(e, TimeoutError) and c.sock is not None:
                raise
            raise URLError(e) from None
        r.url, r.msg = req.full_url, r.reason
        if r.status in (301, 302, 303, 307, 308) and r.headers.get('Location') and req.get_method() in ('GET', 'HEAD', 'POST'):
            req = Request(urljoin(req.full_url, r.headers.get('Location')), headers=req.headers)
            continue
        if not 200 <= r.status < 300:
            raise HTTPError(req.full_url, r.status, r.reason, r.headers, r)
        return r
    raise HTTPError(req.full_url, r.status, 'The HTTP server returned a redirect error that would lead to an infinite loop.', r.headers, r)
def urlretrieve(url, filename=None, reporthook=None, data=None):
    import tempfile
    import os
    with urlopen(url, data) as r:
        if filename is None:
            fd, filename = tempfile.mkstemp()
            os.close(fd)
        with open(filename, 'wb') as f:
            f.write(r.read())
        return filename, r.headers
def pathname2url(p):
    return quote(p)
def url2pathname(p):
    return unquote(p)
class OpenerDirector:
    addheaders = []
    def open(self, url, data=None, timeout=None):
        return urlopen(url, data, timeout)
def build_opener(*handlers):
    return OpenerDirector()
def install_opener(o):
    pass
def getproxies():
    return {}
