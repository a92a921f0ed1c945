# zlib: its container (RFC 1950) and gzip's (RFC 1952) around `_zlib`'s deflate.
import _hashlib
import _zlib
from _zlib import adler32

ZLIB_VERSION = ZLIB_RUNTIME_VERSION = '1.3.1'
DEFLATED, MAX_WBITS, DEF_MEM_LEVEL, DEF_BUF_SIZE = 8, 15, 8, 16384
Z_NO_COMPRESSION, Z_BEST_SPEED, Z_BEST_COMPRESSION, Z_DEFAULT_COMPRESSION = 0, 1, 9, -1
Z_DEFAULT_STRATEGY, Z_NO_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH = 0, 0, 2, 3, 4

class error(Exception):
    pass
error.__module__ = 'zlib'

def crc32(data, value=0):
    return _hashlib.crc32(data, value)

def compress(data, /, level=-1, wbits=15):
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    if not -1 <= level <= 9:
        raise error('Bad compression level')
    body = _zlib.deflate(data, 6 if level < 0 else level)
    if wbits < 0:
        return body
    if wbits > 15:
        return b'\x1f\x8b\x08\0\0\0\0\0\0\x03' + body + crc32(data).to_bytes(4, 'little') + (len(data) & 0xffffffff).to_bytes(4, 'little')
    second = b'\x01' if level in (0, 1) else b'\x5e' if 2 <= level <= 5 else b'\x9c' if level in (-1, 6) else b'\xda'
    return b'\x78' + second + body + adler32(data).to_bytes(4, 'big')

def _gzip_head(data):
    if len(data) < 10:
        return None
    if data[2] != 8:
        raise error('Error -3 while decompressing data: unknown compression method')
    flags, at = data[3], 10
    if flags & 4:
        at += 2 + int.from_bytes(data[at:at + 2], 'little')
    for bit in (8, 16):
        if flags & bit:
            end = data.find(b'\0', at)
            if end < 0:
                return None
            at = end + 1
    return at + (2 if flags & 2 else 0)

def _unpack(data, wbits):
    # (bytes, what is left behind the stream, whether it ended)
    if wbits > 31 and data[:2] == b'\x1f\x8b' or 15 < wbits < 32:
        if data[:2] != b'\x1f\x8b':
            if len(data) < 2:
                return b'', b'', False
            raise error('Error -3 while decompressing data: incorrect header check')
        at, kind, tail = _gzip_head(data), 'gzip', 8
        if at is None:
            return b'', b'', False
    elif wbits < 0:
        at, kind, tail = 0, 'raw', 0
    else:
        at, kind, tail = 2, 'zlib', 4
        if len(data) < 2:
            return b'', b'', False
        if data[0] * 256 + data[1] & 0xffff and (data[0] & 15 != 8 or (data[0] * 256 + data[1]) % 31):
            raise error('Error -3 while decompressing data: ' + ('incorrect header check' if (data[0] * 256 + data[1]) % 31 else 'unknown compression method'))
    out = _zlib.inflate(data[at:])
    if out is None:
        raise error('Error -3 while decompressing data: invalid stored block lengths')
    body, used, ended = out
    end = at + used
    if not ended:
        return body, b'', False
    if len(data) < end + tail:
        return body, b'', False
    check = data[end:end + tail]
    if kind == 'zlib' and adler32(body) != int.from_bytes(check, 'big') or kind == 'gzip' and crc32(body) != int.from_bytes(check[:4], 'little'):
        raise error('Error -3 while decompressing data: incorrect data check')
    return body, data[end + tail:], True

def decompress(data, /, wbits=15, bufsize=16384):
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    body, _, ended = _unpack(bytes(data), wbits)
    if not ended:
        raise error('Error -5 while decompressing data: incomplete or truncated stream')
    return body

class _Compress:
    def __init__(self, level, wbits):
        self._level, self._wbits, self._parts = level, wbits, []
    def compress(self, data):
        self._parts.append(bytes(data))
        return b''
    def flush(self, mode=4):
        if mode != 4:
            raise NotImplementedError('drydock: zlib: flush before the end is not simulated')
        data, self._parts = b''.join(self._parts), []
        return compress(data, self._level, self._wbits)

class _Decompress:
    def __init__(self, wbits):
        self._wbits, self._given, self._told = wbits, b'', 0
        self.eof, self.unused_data, self.unconsumed_tail = False, b'', b''
    def decompress(self, data, max_length=0):
        if max_length:
            raise NotImplementedError('drydock: zlib: max_length is not simulated')
        if self.eof:
            self.unused_data += data
            return b''
        self._given += data
        body, self.unused_data, self.eof = _unpack(self._given, self._wbits)
        new, self._told = body[self._told:], len(body)
        return new
    def flush(self, length=16384):
        return b''

def compressobj(level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None):
    return _Compress(level, wbits)
def decompressobj(wbits=15, zdict=b''):
    return _Decompress(wbits)
