# Packed binary data, standard sizes; native alignment is taken for C's on x86-64.
class error(Exception):
    pass
_sizes = {'x': 1, 'c': 1, 'b': 1, 'B': 1, '?': 1, 'h': 2, 'H': 2, 'i': 4, 'I': 4, 'l': 4, 'L': 4, 'q': 8, 'Q': 8, 'n': 8, 'N': 8, 'f': 4, 'd': 8, 's': 1, 'p': 1}
def _parse(fmt):
    if isinstance(fmt, bytes):
        fmt = fmt.decode()
    order, native = 'little', True
    if fmt[:1] in '@=<>!' and fmt:
        native = fmt[0] == '@'
        order = 'big' if fmt[0] in '>!' else 'little'
        fmt = fmt[1:]
    out, at, i = [], 0, 0
    while i < len(fmt):
        j = i
        while j < len(fmt) and fmt[j].isdigit():
            j += 1
        if j >= len(fmt):
            raise error('repeat count given without format specifier')
        c = fmt[j]
        if c.isspace():
            i = j + 1
            continue
        if c not in _sizes:
            raise error('bad char in struct format')
        n = int(fmt[i:j]) if j > i else 1
        i = j + 1
        size = 8 if native and c in 'lL' else _sizes[c]
        if native and c not in 'xcsp' and at % size:
            at += size - at % size
        if c == 's':
            out.append((c, at, n))
            at += n
        elif c == 'x':
            at += n
        else:
            for _ in range(n):
                out.append((c, at, size))
                at += size
    return order, out, at
def _float_bits(x, exp, frac):
    import math
    bias = (1 << exp - 1) - 1
    sign = 1 if math.copysign(1, x) < 0 else 0
    if x != x:
        return ((1 << exp) - 1 << frac) | 1 << frac - 1
    if x in (math.inf, -math.inf):
        return (sign << exp + frac) | ((1 << exp) - 1 << frac)
    if x == 0:
        return sign << exp + frac
    m, e = math.frexp(abs(x))
    e += bias - 1
    m = m * 2 - 1 if e > 0 else math.ldexp(m, e)
    bits = int(math.ldexp(m, frac + 1))
    bits = (bits + 1 >> 1) if bits & 1 and (bits >> 1 & 1 or math.ldexp(m, frac + 1) != bits) else bits >> 1
    e = max(e, 0)
    total = (e << frac) + bits
    if total >= (1 << exp) - 1 << frac:
        raise OverflowError('float too large to pack with f format')
    return sign << exp + frac | total
def _float_of(bits, exp, frac):
    import math
    sign = -1.0 if bits >> exp + frac else 1.0
    e = bits >> frac & (1 << exp) - 1
    m = bits & (1 << frac) - 1
    if e == (1 << exp) - 1:
        return math.nan if m else sign * math.inf
    bias = (1 << exp - 1) - 1
    return sign * math.ldexp(m | (1 << frac if e else 0), (e or 1) - bias - frac)
def calcsize(fmt):
    return _parse(fmt)[2]
def pack(fmt, *args):
    order, items, size = _parse(fmt)
    if len(items) != len(args):
        raise error(f'pack expected {len(items)} items for packing (got {len(args)})')
    out = bytearray(size)
    for (c, at, n), v in zip(items, args):
        if c in 'sp':
            if not isinstance(v, (bytes, bytearray)):
                raise error(f"argument for '{c}' must be a bytes object")
            data = bytes(v[:n]) + bytes(max(0, n - len(v)))
        elif c == 'c':
            if not isinstance(v, bytes) or len(v) != 1:
                raise error('char format requires a bytes object of length 1')
            data = v
        elif c == '?':
            data = b'\1' if v else b'\0'
        elif c in 'fd':
            if not isinstance(v, (int, float)):
                raise error('required argument is not a float')
            data = _float_bits(float(v), *((8, 23) if c == 'f' else (11, 52))).to_bytes(n, order)
        else:
            if not isinstance(v, int):
                raise error('required argument is not an integer')
            signed = c.islower()
            low, high = (-(1 << 8 * n - 1), (1 << 8 * n - 1) - 1) if signed else (0, (1 << 8 * n) - 1)
            if not low <= v <= high:
                if c in 'bB':
                    raise error(f'{"u" if c == "B" else ""}byte format requires {low} <= number <= {high}')
                raise error(f"'{c}' format requires {low} <= number <= {high}")
            data = v.to_bytes(n, order, signed=signed)
        out[at:at + n] = data
    return bytes(out)
def unpack_from(fmt, buffer, offset=0):
    order, items, size = _parse(fmt)
    data = bytes(buffer[offset:offset + size])
    if len(data) < size:
        raise error(f'unpack_from requires a buffer of at least {size + offset} bytes for unpacking {size} bytes at offset {offset} (actual buffer size is {len(buffer)})')
    out = []
    for c, at, n in items:
        part = data[at:at + n]
        if c in 'spc':
            out.append(part)
        elif c == '?':
            out.append(part != b'\0')
        elif c in 'fd':
            out.append(_float_of(int.from_bytes(part, order), *((8, 23) if c == 'f' else (11, 52))))
        else:
            out.append(int.from_bytes(part, order, signed=c.islower()))
    return tuple(out)
def unpack(fmt, buffer):
    size = calcsize(fmt)
    if len(buffer) != size:
        raise error(f'unpack requires a buffer of {size} bytes')
    return unpack_from(fmt, buffer)
def pack_into(fmt, buffer, offset, *args):
    data = pack(fmt, *args)
    buffer[offset:offset + len(data)] = data
def iter_unpack(fmt, buffer):
    size = calcsize(fmt)
    for at in range(0, len(buffer), size):
        yield unpack_from(fmt, buffer, at)
class Struct:
    def __init__(self, format):
        self.format, self.size = format, calcsize(format)
    def pack(self, *args):
        return pack(self.format, *args)
    def unpack(self, buffer):
        return unpack(self.format, buffer)
    def unpack_from(self, buffer, offset=0):
        return unpack_from(self.format, buffer, offset)
    def iter_unpack(self, buffer):
        return iter_unpack(self.format, buffer)
