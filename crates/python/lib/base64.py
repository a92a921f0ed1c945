_std = b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
def _b(s):
    return s.encode('ascii') if isinstance(s, str) else bytes(s)
def b64encode(s, altchars=None):
    if isinstance(s, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    s = bytes(s)
    out = bytearray()
    for i in range(0, len(s), 3):
        c = s[i:i + 3]
        n = int.from_bytes(c + bytes(3 - len(c)), 'big')
        for k in range(4):
            out.append(_std[n >> (18 - 6 * k) & 63] if k <= len(c) else 61)
    out = bytes(out)
    if altchars is not None:
        out = out.replace(b'+', altchars[:1]).replace(b'/', altchars[1:])
    return out
_values = {c: i for i, c in enumerate(_std)}
def b64decode(s, altchars=None, validate=False):
    s = _b(s)
    if altchars is not None:
        altchars = _b(altchars)
        s = s.replace(altchars[:1], b'+').replace(altchars[1:], b'/')
    n = 0
    bits = 0
    out = bytearray()
    count = 0
    pads = 0
    for c in s:
        v = _values.get(c)
        if v is None:
            if c == 61:
                pads += 1
            elif validate:
                raise Error('Only base64 data is allowed')
            continue
        n = n << 6 | v
        bits += 6
        count += 1
        if bits >= 8:
            bits -= 8
            out.append(n >> bits & 255)
            n &= (1 << bits) - 1
    if count % 4 == 1:
        raise Error(f'Invalid base64-encoded string: number of data characters ({count}) cannot be 1 more than a multiple of 4')
    if count % 4 and pads < 4 - count % 4:
        raise Error('Incorrect padding')
    return bytes(out)
class Error(ValueError):
    pass
Error.__module__ = 'binascii'
standard_b64encode = b64encode
standard_b64decode = b64decode
def urlsafe_b64encode(s):
    return b64encode(s, b'-_')
def urlsafe_b64decode(s):
    return b64decode(s, b'-_')
def encodebytes(s):
    return b''.join([b64encode(s[i:i + 57]) + b'\n' for i in range(0, len(s), 57)])
decodebytes = b64decode
def b16encode(s):
    return bytes(s).hex().upper().encode()
def b16decode(s, casefold=False):
    return bytes.fromhex(_b(s).decode())
_b32 = b'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
def b32encode(s):
    out = bytearray()
    for i in range(0, len(s), 5):
        c = s[i:i + 5]
        n = int.from_bytes(c + bytes(5 - len(c)), 'big')
        used = (len(c) * 8 + 4) // 5
        for k in range(8):
            out.append(_b32[n >> (35 - 5 * k) & 31] if k < used else 61)
    return bytes(out)
def b32decode(s, casefold=False):
    s = _b(s).rstrip(b'=')
    n = 0
    for c in s:
        n = n << 5 | _b32.index(bytes([c]))
    total = len(s) * 5
    return (n >> total % 8).to_bytes(total // 8, 'big')
