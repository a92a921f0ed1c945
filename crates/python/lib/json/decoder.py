import _json

class JSONDecodeError(ValueError):
    def __init__(self, msg, doc, pos):
        self.lineno = doc.count('\n', 0, pos) + 1
        self.colno = pos - doc.rfind('\n', 0, pos)
        ValueError.__init__(self, f'{msg}: line {self.lineno} column {self.colno} (char {pos})')
        self.msg = msg
        self.doc = doc
        self.pos = pos

class JSONDecoder:
    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True, object_pairs_hook=None):
        self.object_hook = object_hook
        self.object_pairs_hook = object_pairs_hook
        self.parse_float = parse_float
        self.parse_int = parse_int
    def decode(self, s):
        r = _json.scan(s)
        if not r[0]:
            raise JSONDecodeError(r[1], s, r[2])
        v = r[1]
        if self.object_hook is not None or self.object_pairs_hook is not None or self.parse_float is not None or self.parse_int is not None:
            v = self._hook(v)
        return v
    def raw_decode(self, s, idx=0):
        r = _json.scan(s[idx:])
        if r[0]:
            return r[1], len(s)
        if r[1] == 'Extra data':
            end = idx + r[2]
            return self.decode(s[idx:end]), end
        raise JSONDecodeError(r[1], s, idx + r[2])
    def _hook(self, v):
        if isinstance(v, dict):
            v = {k: self._hook(x) for k, x in v.items()}
            if self.object_pairs_hook is not None:
                return self.object_pairs_hook(list(v.items()))
            return v if self.object_hook is None else self.object_hook(v)
        if isinstance(v, list):
            return [self._hook(x) for x in v]
        if isinstance(v, float) and self.parse_float is not None:
            return self.parse_float(repr(v))
        if isinstance(v, int) and not isinstance(v, bool) and self.parse_int is not None:
            return self.parse_int(repr(v))
        return v
