import _json
_quote = _json.quote

class JSONEncoder:
    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False, indent=None, separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = ' ' * indent if isinstance(indent, int) else indent
        self.item_separator, self.key_separator = separators if separators is not None else (', ' if indent is None else ',', ': ')
        if default is not None:
            self.default = default
    def default(self, o):
        raise TypeError(f'Object of type {type(o).__name__} is not JSON serializable')
    def encode(self, o):
        out = []
        self._write(o, out.append, '\n', ())
        return ''.join(out)
    def iterencode(self, o, _one_shot=False):
        yield self.encode(o)
    def _float(self, o):
        if o != o:
            t = 'NaN'
        elif o == float('inf'):
            t = 'Infinity'
        elif o == float('-inf'):
            t = '-Infinity'
        else:
            return float.__repr__(o)
        if not self.allow_nan:
            raise ValueError(f'Out of range float values are not JSON compliant: {o!r}')
        return t
    def _write(self, o, put, newline, stack):
        if o is None:
            put('null')
        elif o is True:
            put('true')
        elif o is False:
            put('false')
        elif isinstance(o, str):
            put(_quote(o, self.ensure_ascii))
        elif isinstance(o, int):
            put(int.__repr__(o) if type(o) is int else str(int(o)))
        elif isinstance(o, float):
            put(self._float(o))
        elif isinstance(o, (list, tuple)):
            if not o:
                put('[]')
                return
            if id(o) in stack:
                raise ValueError('Circular reference detected')
            stack = stack + (id(o),)
            inner = newline
            if self.indent is not None:
                inner = newline + self.indent
            sep = '[' if self.indent is None else '[' + inner
            for x in o:
                put(sep)
                self._write(x, put, inner, stack)
                sep = self.item_separator if self.indent is None else self.item_separator + inner
            put(']' if self.indent is None else newline + ']')
        elif isinstance(o, dict):
            if not o:
                put('{}')
                return
            if id(o) in stack:
                raise ValueError('Circular reference detected')
            stack = stack + (id(o),)
            inner = newline
            if self.indent is not None:
                inner = newline + self.indent
            sep = '{' if self.indent is None else '{' + inner
            items = sorted(o.items()) if self.sort_keys else o.items()
            for k, v in items:
                if isinstance(k, str):
                    pass
                elif k is True:
                    k = 'true'
                elif k is False:
                    k = 'false'
                elif k is None:
                    k = 'null'
                elif isinstance(k, int):
                    k = str(int(k))
                elif isinstance(k, float):
                    k = self._float(k)
                elif self.skipkeys:
                    continue
                else:
                    raise TypeError(f'keys must be str, int, float, bool or None, not {type(k).__name__}')
                put(sep)
                put(_quote(k, self.ensure_ascii))
                put(self.key_separator)
                self._write(v, put, inner, stack)
                sep = self.item_separator if self.indent is None else self.item_separator + inner
            put('}' if self.indent is None else newline + '}')
        else:
            if id(o) in stack:
                raise ValueError('Circular reference detected')
            self._write(self.default(o), put, newline, stack + (id(o),))
