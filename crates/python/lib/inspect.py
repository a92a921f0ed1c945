# Looking at objects; source texts are left out.
import sys
import types
_empty = type('_empty', (), {})
class Parameter:
    empty = _empty
    POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, KEYWORD_ONLY, VAR_KEYWORD = range(5)
    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        self.name, self.kind, self.default, self.annotation = name, kind, default, annotation
    def __str__(self):
        out = {2: '*', 4: '**'}.get(self.kind, '') + self.name
        if self.annotation is not _empty:
            a = self.annotation
            out += ': ' + (a.__name__ if isinstance(a, type) else repr(a))
        if self.default is not _empty:
            out += (' = ' if self.annotation is not _empty else '=') + repr(self.default)
        return out
    def __repr__(self):
        return f'<Parameter "{self}">'
class Signature:
    empty = _empty
    def __init__(self, parameters=(), *, return_annotation=_empty):
        self.parameters = {p.name: p for p in parameters}
        self.return_annotation = return_annotation
    def __str__(self):
        out, star = [], False
        for p in self.parameters.values():
            if p.kind == 2:
                star = True
            if p.kind == 3 and not star:
                out.append('*')
                star = True
            out.append(str(p))
        r = self.return_annotation
        return '(' + ', '.join(out) + ')' + ('' if r is _empty else ' -> ' + (r.__name__ if isinstance(r, type) else repr(r)))
    def __repr__(self):
        return f'<Signature {self}>'
def signature(f):
    skip = 0
    if isinstance(f, type):
        f, skip = f.__init__, 1
    elif isinstance(f, types.MethodType):
        f, skip = f.__func__, 1
    while hasattr(f, '__wrapped__'):
        f = f.__wrapped__
    if not hasattr(f, '__code__'):
        raise ValueError(f'no signature found for builtin {f!r}')
    c, notes = f.__code__, getattr(f, '__annotations__', {})
    names = c.co_varnames
    n, k = c.co_argcount, c.co_kwonlyargcount
    defaults = f.__defaults__ or ()
    out = []
    def add(name, kind, default=_empty):
        out.append(Parameter(name, kind, default=default, annotation=notes.get(name, _empty)))
    for i in range(n):
        j = i - (n - len(defaults))
        add(names[i], 0 if i < c.co_posonlyargcount else 1, defaults[j] if j >= 0 else _empty)
    at = n + k
    if c.co_flags & 4:
        add(names[at], 2)
        at += 1
    for i in range(n, n + k):
        add(names[i], 3, (f.__kwdefaults__ or {}).get(names[i], _empty))
    if c.co_flags & 8:
        add(names[at], 4)
    return Signature(out[skip:], return_annotation=notes.get('return', _empty))
def isfunction(x): return isinstance(x, types.FunctionType)
def ismethod(x): return isinstance(x, types.MethodType)
def isclass(x): return isinstance(x, type)
def ismodule(x): return isinstance(x, types.ModuleType)
def isbuiltin(x): return isinstance(x, types.BuiltinFunctionType)
def isroutine(x): return isfunction(x) or ismethod(x) or isbuiltin(x)
def isgenerator(x): return isinstance(x, types.GeneratorType)
def iscoroutine(x): return isinstance(x, types.CoroutineType)
def isawaitable(x): return iscoroutine(x) or hasattr(x, '__await__')
def _flag(f, bit):
    while ismethod(f):
        f = f.__func__
    return isfunction(f) and bool(f.__code__.co_flags & bit)
def iscoroutinefunction(f): return _flag(f, 0x80)
def isgeneratorfunction(f): return _flag(f, 0x20) and not _flag(f, 0x80)
def isasyncgenfunction(f): return _flag(f, 0x200)
def isabstract(c): return isclass(c) and bool(getattr(c, '__abstractmethods__', ()))
def getmembers(x, predicate=None):
    out = []
    for n in sorted(dir(x)):
        try:
            v = getattr(x, n)
        except AttributeError:
            continue
        if predicate is None or predicate(v):
            out.append((n, v))
    return out
def getmodule(x):
    return sys.modules.get(getattr(x, '__module__', None))
def cleandoc(text):
    import textwrap
    first, newline, rest = text.expandtabs().partition('\n')
    return (first.lstrip() + newline + textwrap.dedent(rest)).strip('\n').rstrip()
def getdoc(x):
    d = getattr(x, '__doc__', None)
    return cleandoc(d) if isinstance(d, str) else None
def getfile(x):
    return x.__file__ if ismodule(x) else x.__code__.co_filename if isfunction(x) else sys.modules[x.__module__].__file__
def getmro(c): return c.__mro__
def currentframe(): return sys._getframe(1)
def stack(context=1):
    raise OSError('drydock: inspect.stack is not simulated')
def getsource(x):
    raise OSError('could not get source code')
