import io
import os
import time
import zlib

__all__ = ['BadGzipFile', 'GzipFile', 'open', 'compress', 'decompress']
READ, WRITE = 'rb', 'wb'
_open = open

class BadGzipFile(OSError):
    pass

def compress(data, compresslevel=9, *, mtime=None):
    head = _head('', time.time() if mtime is None else mtime, compresslevel)
    # Without a time it is zlib that writes the head, as on Unix.
    return (head[:-1] + b'\x03' if mtime == 0 else head) + _body(data, compresslevel)
def _head(name, mtime, level):
    flags = b'\x08' if name else b'\0'
    xfl = b'\x02' if level == 9 else b'\x04' if level == 1 else b'\0'
    return b'\x1f\x8b\x08' + flags + int(mtime).to_bytes(4, 'little') + xfl + b'\xff' + (name.encode('latin-1') + b'\0' if name else b'')
def _body(data, level):
    return zlib.compress(data, level, -15) + zlib.crc32(data).to_bytes(4, 'little') + (len(data) & 0xffffffff).to_bytes(4, 'little')
def decompress(data):
    out = []
    while True:
        if data[:2] != b'\x1f\x8b':
            raise BadGzipFile(f'Not a gzipped file ({data[:2]!r})')
        try:
            body, rest, ended = zlib._unpack(data, 31)
        except zlib.error as e:
            if 'incorrect data check' in str(e):
                raise BadGzipFile('CRC check failed') from None
            raise
        if not ended:
            raise EOFError('Compressed file ended before the end-of-stream marker was reached')
        out.append(body)
        data = rest.lstrip(b'\0')
        if not data:
            return b''.join(out)

def open(filename, mode='rb', compresslevel=9, encoding=None, errors=None, newline=None):
    if 't' in mode and 'b' in mode:
        raise ValueError(f'Invalid mode: {mode!r}')
    if 't' not in mode and encoding is not None:
        raise ValueError("Argument 'encoding' not supported in binary mode")
    plain = mode.replace('t', '')
    if isinstance(filename, (str, bytes, os.PathLike)):
        made = GzipFile(filename, plain, compresslevel)
    elif hasattr(filename, 'read') or hasattr(filename, 'write'):
        made = GzipFile(None, plain, compresslevel, filename)
    else:
        raise TypeError('filename must be a str or bytes object, or a file')
    return _Text(made, encoding or 'utf-8', errors or 'strict') if 't' in mode else made

class GzipFile(io.BufferedIOBase):
    def __init__(self, filename=None, mode=None, compresslevel=9, fileobj=None, mtime=None):
        mode = mode or 'rb'
        if 't' in mode or 'U' in mode:
            raise ValueError(f'Invalid mode: {mode!r}')
        if 'b' not in mode:
            mode += 'b'
        self._own = None
        if fileobj is None:
            fileobj = self._own = _open(filename, mode)
        self.fileobj, self._level, self._mtime = fileobj, compresslevel, mtime
        name = filename if filename is not None else getattr(fileobj, 'name', '')
        self.name = os.fspath(name) if isinstance(name, (str, bytes, os.PathLike)) else ''
        self.mode = WRITE if mode[0] in 'wax' else READ
        self._parts, self._data, self._at, self._closed = [], None, 0, False
    @property
    def closed(self):
        return self._closed
    def readable(self):
        return self.mode == READ
    def writable(self):
        return self.mode == WRITE
    def seekable(self):
        return True
    def _check(self):
        if self._closed:
            raise ValueError('I/O operation on closed file.')
    def write(self, data):
        self._check()
        if self.mode != WRITE:
            raise OSError(9, 'write() on read-only GzipFile object')
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        self._parts.append(bytes(data))
        return len(data)
    def writelines(self, lines):
        for line in lines:
            self.write(line)
    def _all(self):
        self._check()
        if self.mode != READ:
            raise OSError(9, 'read() on write-only GzipFile object')
        if self._data is None:
            packed = self.fileobj.read()
            self._data = decompress(packed) if packed else b''
        return self._data
    def read(self, size=-1):
        data = self._all()
        end = len(data) if size is None or size < 0 else self._at + size
        out = data[self._at:end]
        self._at += len(out)
        return out
    read1 = read
    def peek(self, size=-1):
        return self._all()[self._at:]
    def readline(self, size=-1):
        data = self._all()
        end = data.find(b'\n', self._at)
        end = len(data) if end < 0 else end + 1
        if size is not None and size >= 0:
            end = min(end, self._at + size)
        out = data[self._at:end]
        self._at = end
        return out
    def readlines(self, hint=-1):
        return list(self)
    def __iter__(self):
        return self
    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line
    def seek(self, offset, whence=0):
        self._at = offset if whence == 0 else self._at + offset if whence == 1 else len(self._all()) + offset
        return self._at
    def tell(self):
        return self._at if self.mode == READ else sum(map(len, self._parts))
    def flush(self, mode=2):
        pass
    def close(self):
        if self._closed:
            return
        try:
            if self.mode == WRITE:
                data = b''.join(self._parts)
                name = os.path.basename(self.name) if isinstance(self.name, str) else ''
                name = name[:-3] if name.endswith('.gz') else name
                self.fileobj.write(_head(name, time.time() if self._mtime is None else self._mtime, self._level) + _body(data, self._level))
        finally:
            self._closed = True
            if self._own is not None:
                self._own.close()
    def __enter__(self):
        self._check()
        return self
    def __exit__(self, *a):
        self.close()

class _Text(io.TextIOBase):
    # Text over a GzipFile.
    def __init__(self, raw, encoding, errors):
        self.buffer, self.encoding, self.errors = raw, encoding, errors
    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f'write() argument must be str, not {type(text).__name__}')
        self.buffer.write(text.encode(self.encoding, self.errors))
        return len(text)
    def read(self, size=-1):
        return self.buffer.read(size).decode(self.encoding, self.errors).replace('\r\n', '\n')
    def readline(self, size=-1):
        return self.buffer.readline(size).decode(self.encoding, self.errors).replace('\r\n', '\n')
    def readlines(self, hint=-1):
        return list(self)
    def writelines(self, lines):
        for line in lines:
            self.write(line)
    def __iter__(self):
        return self
    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line
    @property
    def closed(self):
        return self.buffer.closed
    def flush(self):
        pass
    def close(self):
        self.buffer.close()
    def __enter__(self):
        return self
    def __exit__(self, *a):
        self.close()
