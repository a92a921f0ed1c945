import hashlib
class HMAC:
    def __init__(self, key, msg=None, digestmod=''):
        make = (lambda d=b'': hashlib.new(digestmod, d)) if isinstance(digestmod, str) else digestmod
        self._make = make
        h = make()
        self.name = 'hmac-' + h.name
        self.digest_size = h.digest_size
        block = h.block_size
        if len(key) > block:
            key = make(key).digest()
        key = key + bytes(block - len(key))
        self._outer = bytes([b ^ 0x5c for b in key])
        self._inner = make(bytes([b ^ 0x36 for b in key]))
        if msg is not None:
            self._inner.update(msg)
    def update(self, msg):
        self._inner.update(msg)
    def digest(self):
        return self._make(self._outer + self._inner.digest()).digest()
    def hexdigest(self):
        return self.digest().hex()
def new(key, msg=None, digestmod=''):
    return HMAC(key, msg, digestmod)
def digest(key, msg, digest):
    return HMAC(key, msg, digest).digest()
def compare_digest(a, b):
    return a == b
