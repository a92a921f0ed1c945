# Variables of a context; there is one context a program.
_missing = object()
class ContextVar:
    def __init__(self, name, *, default=_missing):
        self.name, self._default, self._value = name, default, _missing
    def get(self, default=_missing):
        for v in (self._value, default, self._default):
            if v is not _missing:
                return v
        raise LookupError(self)
    def set(self, value):
        t = Token(self, self._value)
        self._value = value
        return t
    def reset(self, token):
        self._value = token.old_value
class Token:
    MISSING = _missing
    def __init__(self, var, old):
        self.var, self.old_value = var, old
class Context(dict):
    def run(self, f, *args, **kw):
        return f(*args, **kw)
def copy_context():
    return Context()
