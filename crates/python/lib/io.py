import sys
_p = sys.modules['builtins'].__dict__['__prelude__']
open = _p['open'] if 'open' in _p else sys.modules['builtins'].__dict__['open']
IOBase = _p['_IOBase']
FileIO, BufferedReader, BufferedWriter, BufferedRandom, TextIOWrapper = (_p[n] for n in ('FileIO', 'BufferedReader', 'BufferedWriter', 'BufferedRandom', 'TextIOWrapper'))
UnsupportedOperation = _p['UnsupportedOperation']
DEFAULT_BUFFER_SIZE = 8192
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
BlockingIOError = BlockingIOError
IOBase.__module__ = 'io'
class RawIOBase(IOBase):
    pass
class BufferedIOBase(IOBase):
    pass
class TextIOBase(IOBase):
    pass

class StringIO(TextIOBase):
    def __init__(self, initial='', newline='\n'):
        self._parts = [initial] if initial else []
        self._at = 0
        self._len = len(initial)
        self.encoding = None
        self.errors = None
    def _all(self):
        if len(self._parts) != 1:
            self._parts = [''.join(self._parts)]
        return self._parts[0]
    def getvalue(self):
        self._check()
        return self._all()
    def write(self, s):
        self._check()
        if not isinstance(s, str):
            raise TypeError(f'string argument expected, got {type(s).__name__!r}')
        if self._at == self._len:
            self._parts.append(s)
            self._len += len(s)
        else:
            text = self._all()
            if self._at > self._len:
                text += '\0' * (self._at - self._len)
            text = text[:self._at] + s + text[self._at + len(s):]
            self._parts = [text]
            self._len = len(text)
        self._at += len(s)
        return len(s)
    def read(self, n=-1):
        self._check()
        text = self._all()
        e = self._len if n is None or n < 0 else self._at + n
        out = text[self._at:e]
        self._at = min(max(self._at, e), max(self._len, self._at))
        return out
    def readline(self, limit=-1):
        self._check()
        text = self._all()
        i = text.find('\n', self._at)
        e = self._len if i < 0 else i + 1
        if limit is not None and limit >= 0:
            e = min(e, self._at + limit)
        out = text[self._at:e]
        self._at = max(self._at, e)
        return out
    def seek(self, pos, whence=0):
        self._at = pos if whence == 0 else self._at + pos if whence == 1 else self._len + pos
        return self._at
    def tell(self):
        return self._at
    def truncate(self, size=None):
        size = self._at if size is None else size
        self._parts = [self._all()[:size]]
        self._len = len(self._parts[0])
        return size
    def readable(self):
        return True
    writable = seekable = readable

class BytesIO(BufferedIOBase):
    def __init__(self, initial=b''):
        self._data = bytearray(initial)
        self._at = 0
    def getvalue(self):
        self._check()
        return bytes(self._data)
    def getbuffer(self):
        return self._data
    def write(self, b):
        self._check()
        if isinstance(b, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        b = bytes(b)
        if self._at > len(self._data):
            self._data.extend(bytes(self._at - len(self._data)))
        self._data[self._at:self._at + len(b)] = b
        self._at += len(b)
        return len(b)
    def read(self, n=-1):
        self._check()
        e = len(self._data) if n is None or n < 0 else self._at + n
        out = bytes(self._data[self._at:e])
        self._at += len(out)
        return out
    read1 = read
    def readinto(self, b):
        data = self.read(len(b))
        b[:len(data)] = data
        return len(data)
    def readline(self, limit=-1):
        i = self._data.find(b'\n', self._at)
        e = len(self._data) if i < 0 else i + 1
        if limit is not None and limit >= 0:
            e = min(e, self._at + limit)
        out = bytes(self._data[self._at:e])
        self._at += len(out)
        return out
    def seek(self, pos, whence=0):
        self._at = pos if whence == 0 else self._at + pos if whence == 1 else len(self._data) + pos
        return self._at
    def tell(self):
        return self._at
    def truncate(self, size=None):
        size = self._at if size is None else size
        del self._data[size:]
        return size
    def readable(self):
        return True
    writable = seekable = readable
def text_encoding(e, stacklevel=2):
    return e or 'locale'
