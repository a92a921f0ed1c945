import _host
class UUID:
    def __init__(self, hex=None, bytes=None, int=None, version=None):
        if hex is not None:
            hex = hex.replace('urn:', '').replace('uuid:', '').strip('{}').replace('-', '')
            if len(hex) != 32:
                raise ValueError('badly formed hexadecimal UUID string')
            import builtins
            int = builtins.int(hex, 16)
        elif bytes is not None:
            import builtins
            int = builtins.int.from_bytes(bytes, "big")
        if version is not None:
            int = int & ~(0xc000 << 48) | 0x8000 << 48
            int = int & ~(0xf000 << 64) | version << 76
        self.int = int
    @property
    def hex(self):
        return f'{self.int:032x}'
    @property
    def bytes(self):
        return self.int.to_bytes(16, 'big')
    @property
    def version(self):
        return self.int >> 76 & 15
    def __str__(self):
        h = self.hex
        return f'{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}'
    def __repr__(self):
        return f'UUID({str(self)!r})'
    def __eq__(self, o):
        return isinstance(o, UUID) and self.int == o.int
    def __hash__(self):
        return hash(self.int)
    def __lt__(self, o):
        return self.int < o.int
def uuid4():
    return UUID(bytes=_host.urandom(16), version=4)
def uuid1(node=None, clock_seq=None):
    return UUID(bytes=_host.urandom(16), version=1)
def _named(ns, name, algo, version):
    import hashlib
    return UUID(bytes=hashlib.new(algo, ns.bytes + name.encode()).digest()[:16], version=version)
def uuid3(ns, name):
    return _named(ns, name, 'md5', 3)
def uuid5(ns, name):
    return _named(ns, name, 'sha1', 5)
NAMESPACE_DNS = UUID('6ba7b810-9dad-11d1-80b4-00c04fd430c8')
NAMESPACE_URL = UUID('6ba7b811-9dad-11d1-80b4-00c04fd430c8')
