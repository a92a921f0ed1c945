import sys
from collections.abc import *
from collections import abc
deque = sys.modules['builtins'].__dict__['__prelude__']['_type']('deque')
deque.__doc__

class OrderedDict(dict):
    def move_to_end(self, key, last=True):
        self._move_to_end(key, bool(last))
    def popitem(self, last=True):
        if not self:
            raise KeyError('dictionary is empty')
        if last:
            return dict.popitem(self)
        k = next(iter(self))
        return k, self.pop(k)
    def __repr__(self):
        return f'{type(self).__name__}({dict.__repr__(self)})' if self else f'{type(self).__name__}()'
    def copy(self):
        return type(self)(self)
    def __eq__(self, other):
        if isinstance(other, OrderedDict):
            return list(self.items()) == list(other.items())
        return dict(self) == other if isinstance(other, dict) else NotImplemented

class defaultdict(dict):
    def __init__(self, default_factory=None, *args, **kw):
        if default_factory is not None and not callable(default_factory):
            raise TypeError('first argument must be callable or None')
        dict.__init__(self, *args, **kw)
        self.default_factory = default_factory
    def __missing__(self, key):
        if self.default_factory is None:
            raise KeyError(key)
        v = self[key] = self.default_factory()
        return v
    def __repr__(self):
        return f'defaultdict({self.default_factory!r}, {dict.__repr__(self)})'
    def copy(self):
        return defaultdict(self.default_factory, self)

class Counter(dict):
    def __init__(self, iterable=None, /, **kw):
        dict.__init__(self)
        self.update(iterable, **kw)
    def __missing__(self, key):
        return 0
    def update(self, iterable=None, /, **kw):
        if iterable is not None:
            if isinstance(iterable, dict):
                for k, v in iterable.items():
                    self[k] = self.get(k, 0) + v
            else:
                for x in iterable:
                    self[x] = self.get(x, 0) + 1
        for k, v in kw.items():
            self[k] = self.get(k, 0) + v
    def subtract(self, iterable=None, /, **kw):
        if iterable is not None:
            if isinstance(iterable, dict):
                for k, v in iterable.items():
                    self[k] = self.get(k, 0) - v
            else:
                for x in iterable:
                    self[x] = self.get(x, 0) - 1
        for k, v in kw.items():
            self[k] = self.get(k, 0) - v
    def most_common(self, n=None):
        items = sorted(self.items(), key=lambda p: p[1], reverse=True)
        return items if n is None else items[:n]
    def elements(self):
        for k, v in self.items():
            for _ in range(v):
                yield k
    def total(self):
        return sum(self.values())
    def copy(self):
        return Counter(self)
    @classmethod
    def fromkeys(cls, it, v=None):
        raise NotImplementedError('Counter.fromkeys() is undefined.  Use Counter(iterable) instead.')
    def __delitem__(self, k):
        if k in self:
            dict.__delitem__(self, k)
    def __repr__(self):
        if not self:
            return f'{type(self).__name__}()'
        return f'{type(self).__name__}({{' + ', '.join([f'{k!r}: {v!r}' for k, v in self.most_common()]) + '})'
    def __add__(self, other):
        out = Counter()
        for k in self:
            if self[k] + other[k] > 0:
                out[k] = self[k] + other[k]
        for k in other:
            if k not in self and other[k] > 0:
                out[k] = other[k]
        return out
    def __sub__(self, other):
        out = Counter()
        for k in self:
            if self[k] - other[k] > 0:
                out[k] = self[k] - other[k]
        for k in other:
            if k not in self and other[k] < 0:
                out[k] = -other[k]
        return out
    def __and__(self, other):
        return Counter({k: min(self[k], other[k]) for k in self if min(self[k], other[k]) > 0})
    def __or__(self, other):
        out = Counter()
        for k in list(self) + [k for k in other if k not in self]:
            v = max(self[k], other[k])
            if v > 0:
                out[k] = v
        return out

class ChainMap:
    def __init__(self, *maps):
        self.maps = list(maps) or [{}]
    def __getitem__(self, key):
        for m in self.maps:
            if key in m:
                return m[key]
        raise KeyError(key)
    def get(self, key, default=None):
        return self[key] if key in self else default
    def __contains__(self, key):
        return any([key in m for m in self.maps])
    def __iter__(self):
        seen = {}
        for m in reversed(self.maps):
            for k in m:
                seen[k] = 1
        return iter(seen)
    def __len__(self):
        return len(list(iter(self)))
    def __setitem__(self, k, v):
        self.maps[0][k] = v
    def __delitem__(self, k):
        del self.maps[0][k]
    def keys(self):
        return list(self)
    def values(self):
        return [self[k] for k in self]
    def items(self):
        return [(k, self[k]) for k in self]
    def new_child(self, m=None):
        return ChainMap({} if m is None else m, *self.maps)
    @property
    def parents(self):
        return ChainMap(*self.maps[1:])
    def __repr__(self):
        return 'ChainMap(' + ', '.join([repr(m) for m in self.maps]) + ')'

class UserDict(MutableMapping):
    def __init__(self, dict=None, /, **kw):
        self.data = {}
        if dict is not None:
            self.update(dict)
        if kw:
            self.update(kw)
    def __len__(self):
        return len(self.data)
    def __getitem__(self, key):
        if key in self.data:
            return self.data[key]
        if hasattr(type(self), '__missing__'):
            return type(self).__missing__(self, key)
        raise KeyError(key)
    def __setitem__(self, k, v):
        self.data[k] = v
    def __delitem__(self, k):
        del self.data[k]
    def __iter__(self):
        return iter(self.data)
    def __contains__(self, k):
        return k in self.data
    def __repr__(self):
        return repr(self.data)
    def copy(self):
        return type(self)(self.data)
class UserList(MutableSequence):
    def __init__(self, items=()):
        self.data = list(items)
    def __len__(self):
        return len(self.data)
    def __getitem__(self, i):
        return self.data[i]
    def __setitem__(self, i, v):
        self.data[i] = v
    def __delitem__(self, i):
        del self.data[i]
    def insert(self, i, v):
        self.data.insert(i, v)
    def __repr__(self):
        return repr(self.data)
    def __eq__(self, o):
        return self.data == (o.data if isinstance(o, UserList) else o)
class UserString(str):
    pass

def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    if isinstance(field_names, str):
        field_names = field_names.replace(',', ' ').split()
    names = tuple([str(n) for n in field_names])
    if rename:
        names = tuple([n if n.isidentifier() and not n.startswith('_') and names.index(n) == i else f'_{i}' for i, n in enumerate(names)])
    for n in names:
        if not n.isidentifier():
            raise ValueError(f'Type names and field names must be valid identifiers: {n!r}')
        if n.startswith('_') and not rename:
            raise ValueError(f'Field names cannot start with an underscore: {n!r}')
    if len(set(names)) != len(names):
        raise ValueError('Encountered duplicate field name')
    given = tuple(defaults or ())
    field_defaults = dict(zip(names[len(names) - len(given):], given))
    args = ', '.join(names)
    space = {'_tuple': tuple, '__name__': f'namedtuple_{typename}'}
    exec(f'def __new__(_cls, {args}{"," if args else ""}):\n    return _tuple.__new__(_cls, ({args}{"," if args else ""}))\n', space)
    new = space['__new__']
    new.__defaults__ = given
    new.__qualname__ = f'{typename}.__new__'
    def _make(cls, iterable):
        values = tuple(iterable)
        if len(values) != len(names):
            raise TypeError(f'Expected {len(names)} arguments, got {len(values)}')
        return tuple.__new__(cls, values)
    def _replace(self, /, **kw):
        out = self._make([kw.pop(n, v) for n, v in zip(names, self)])
        if kw:
            raise ValueError(f'Got unexpected field names: {list(kw)!r}')
        return out
    def __repr__(self):
        return type(self).__name__ + '(' + ', '.join([f'{n}={v!r}' for n, v in zip(names, self)]) + ')'
    def _asdict(self):
        return dict(zip(names, self))
    ns = {'__slots__': (), '__new__': new, '_make': classmethod(_make), '_replace': _replace, '__repr__': __repr__, '_asdict': _asdict,
          '_fields': names, '_field_defaults': field_defaults, '__match_args__': names, '__getnewargs__': lambda self: tuple(self),
          '__doc__': f'{typename}({args})'}
    for i in range(len(names)):
        ns[names[i]] = property(_getter(i))
    if module is None:
        module = sys._getframe(0).f_globals.get('__name__', '__main__') if False else _caller()
    ns['__module__'] = module
    return type(typename, (tuple,), ns)
def _getter(i):
    return lambda self: tuple.__getitem__(self, i)
def _caller():
    f = sys._getframe(0)
    while f is not None and f.f_globals.get('__name__') in ('collections', 'typing'):
        f = f.f_back
    return '__main__' if f is None else f.f_globals.get('__name__', '__main__')
