class URLError(OSError):
    def __init__(self, reason, filename=None):
        self.args = (reason,)
        self.reason = reason
        if filename is not None:
            self.filename = filename
    def __str__(self):
        return f'<urlopen error {self.reason}>'
class HTTPError(URLError):
    def __init__(self, url, code, msg, hdrs, fp):
        self.code = self.status = code
        self.msg = msg
        self.reason = msg
        self.hdrs = self.headers = hdrs
        self.fp = fp
        self.url = self.filename = url
        self.args = (msg,)
    def __str__(self):
        return f'HTTP Error {self.code}: {self.msg}'
    def __repr__(self):
        return f'<HTTPError {self.code}: {self.msg!r}>'
    def read(self, *a):
        return self.fp.read(*a)
    def getcode(self):
        return self.code
    def geturl(self):
        return self.url
    def info(self):
        return self.headers
    def close(self):
        self.fp.close()
    def __enter__(self):
        return self
    def __exit__(self, *a):
        self.close()
class ContentTooShortError(URLError):
    pass
