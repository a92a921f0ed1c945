import _hashlib
algorithms_guaranteed = algorithms_available = {'md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'}
_sizes = {'md5': (16, 64), 'sha1': (20, 64), 'sha224': (28, 64), 'sha256': (32, 64), 'sha384': (48, 128), 'sha512': (64, 128)}
class HASH:
    def __init__(self, name, h):
        self.name = name
        self._h = h
        self.digest_size, self.block_size = _sizes[name]
        self.update = h.update
        self.digest = h.digest
        self.hexdigest = h.hexdigest
    def copy(self):
        return HASH(self.name, self._h.copy())
    def __repr__(self):
        return f'<{self.name} _hashlib.HASH object @ {hex(id(self))}>'
def new(name, data=b'', *, usedforsecurity=True):
    name = name.lower().replace('-', '')
    return HASH(name, _hashlib.new(name, data))
def _make(name):
    def f(data=b'', *, usedforsecurity=True, string=None):
        return HASH(name, _hashlib.new(name, data))
    f.__name__ = 'openssl_' + name
    return f
md5, sha1, sha224, sha256, sha384, sha512 = (_make(n) for n in ('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'))
def pbkdf2_hmac(name, password, salt, iterations, dklen=None):
    import hmac
    size = _sizes[name][0]
    dklen = dklen or size
    out = b''
    block = 1
    while len(out) < dklen:
        u = hmac.new(password, salt + block.to_bytes(4, 'big'), name).digest()
        t = int.from_bytes(u, 'big')
        for _ in range(iterations - 1):
            u = hmac.new(password, u, name).digest()
            t ^= int.from_bytes(u, 'big')
        out += t.to_bytes(size, 'big')
        block += 1
    return out[:dklen]
def file_digest(f, name):
    h = new(name) if isinstance(name, str) else name()
    while True:
        b = f.read(65536)
        if not b:
            return h
        h.update(b)
