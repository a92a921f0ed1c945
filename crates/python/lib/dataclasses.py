import sys
class _Missing:
    def __repr__(self):
        return '<dataclasses._MISSING_TYPE object>'
MISSING = _Missing()
class KW_ONLY:
    pass
class FrozenInstanceError(AttributeError):
    pass
class Field:
    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = self.type = None
        self.default, self.default_factory, self.init, self.repr, self.hash, self.compare, self.kw_only = default, default_factory, init, repr, hash, compare, kw_only
        self.metadata = metadata or {}
    def __repr__(self):
        return f'Field(name={self.name!r},type={self.type!r},default={self.default!r})'
class InitVar:
    def __class_getitem__(cls, t):
        return cls
def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None, kw_only=MISSING):
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError('cannot specify both default and default_factory')
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)
def _is_classvar(t):
    return t is getattr(sys.modules.get('typing'), 'ClassVar', MISSING) or isinstance(t, str) and t.startswith(('ClassVar', 'typing.ClassVar')) or getattr(t, '_is_classvar', False) or getattr(getattr(t, '__origin__', None), '_is_classvar', False)
def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False):
    def wrap(cls):
        return _process(cls, init, repr, eq, order, unsafe_hash, frozen, kw_only, slots)
    return wrap if cls is None else wrap(cls)
def _process(cls, init, repr, eq, order, unsafe_hash, frozen, kw_only, slots):
    fields = {}
    for b in reversed(cls.__mro__[1:]):
        for n, f in b.__dict__.get('__dataclass_fields__', {}).items():
            fields[n] = f
    own_kw = kw_only
    for name, t in cls.__dict__.get('__annotations__', {}).items():
        if t is KW_ONLY or t == 'KW_ONLY':
            own_kw = True
            continue
        if _is_classvar(t):
            continue
        d = cls.__dict__.get(name, MISSING)
        f = d if isinstance(d, Field) else field(default=d)
        if isinstance(f.default, (list, dict, set)):
            raise ValueError(f'mutable default {type(f.default)} for field {name} is not allowed: use default_factory')
        f.name, f.type = name, t
        if f.kw_only is MISSING:
            f.kw_only = own_kw
        fields[name] = f
        if isinstance(d, Field):
            if f.default is MISSING:
                delattr(cls, name)
            else:
                setattr(cls, name, f.default)
    cls.__dataclass_fields__ = fields
    cls.__dataclass_params__ = None
    flist = list(fields.values())
    if init and '__init__' not in cls.__dict__:
        space = {'_MISSING': MISSING, '_set': object.__setattr__}
        params, body = [], []
        seen = None
        ordered = [f for f in flist if f.init and not f.kw_only]
        named = [f for f in flist if f.init and f.kw_only]
        for f in ordered + (['*'] + named if named else []):
            if f == '*':
                params.append('*')
                continue
            if f.default is not MISSING:
                space['_d_' + f.name] = f.default
                params.append(f'{f.name}=_d_{f.name}')
                seen = f
            elif f.default_factory is not MISSING:
                params.append(f'{f.name}=_MISSING')
                seen = f
            else:
                if seen is not None and not f.kw_only:
                    raise TypeError(f'non-default argument {f.name!r} follows default argument {seen.name!r}')
                params.append(f.name)
        post = []
        for f in flist:
            if f.default_factory is not MISSING:
                space['_f_' + f.name] = f.default_factory
                v = f'_f_{f.name}() if {f.name} is _MISSING else {f.name}' if f.init else f'_f_{f.name}()'
            elif f.init:
                v = f.name
            elif f.default is not MISSING:
                continue
            else:
                continue
            if f.type is InitVar:
                post.append(f.name)
                continue
            body.append(f'    _set(self, {f.name!r}, {v})' if frozen else f'    self.{f.name} = {v}')
        if hasattr(cls, '__post_init__'):
            body.append(f"    self.__post_init__({', '.join(post)})")
        exec(f"def __init__(self{''.join([', ' + p for p in params])}):\n" + '\n'.join(body or ['    pass']) + '\n', space)
        f = space['__init__']
        f.__qualname__ = f'{cls.__qualname__}.__init__'
        cls.__init__ = f
    if repr and '__repr__' not in cls.__dict__:
        def __repr__(self):
            return type(self).__qualname__ + '(' + ', '.join([f'{f.name}={getattr(self, f.name)!r}' for f in flist if f.repr]) + ')'
        cls.__repr__ = __repr__
    names = [f.name for f in flist if f.compare]
    def key(o):
        return tuple([getattr(o, n) for n in names])
    if eq and '__eq__' not in cls.__dict__:
        def __eq__(self, other):
            if other.__class__ is self.__class__:
                return key(self) == key(other)
            return NotImplemented
        cls.__eq__ = __eq__
        if not frozen and not unsafe_hash and '__hash__' not in cls.__dict__:
            cls.__hash__ = None
    if (eq and frozen or unsafe_hash):
        cls.__hash__ = lambda self: hash(key(self))
    if order:
        def make(op):
            def compare(self, other):
                if other.__class__ is not self.__class__:
                    return NotImplemented
                a, b = key(self), key(other)
                return a < b if op == '<' else a <= b if op == '<=' else a > b if op == '>' else a >= b
            return compare
        cls.__lt__, cls.__le__, cls.__gt__, cls.__ge__ = make('<'), make('<='), make('>'), make('>=')
    if frozen:
        def __setattr__(self, name, value):
            raise FrozenInstanceError(f'cannot assign to field {name!r}')
        def __delattr__(self, name):
            raise FrozenInstanceError(f'cannot delete field {name!r}')
        cls.__setattr__, cls.__delattr__ = __setattr__, __delattr__
    if '__match_args__' not in cls.__dict__:
        cls.__match_args__ = tuple([f.name for f in flist if f.init and not f.kw_only])
    return cls
def fields(obj):
    try:
        return tuple(obj.__dataclass_fields__.values())
    except AttributeError:
        raise TypeError('must be called with a dataclass type or instance') from None
def is_dataclass(obj):
    return hasattr(obj, '__dataclass_fields__')
def asdict(obj, *, dict_factory=dict):
    def conv(v):
        if is_dataclass(v) and not isinstance(v, type):
            return dict_factory([(f.name, conv(getattr(v, f.name))) for f in fields(v)])
        if isinstance(v, (list, tuple)):
            return type(v)([conv(x) for x in v])
        if isinstance(v, dict):
            return {conv(k): conv(x) for k, x in v.items()}
        return v
    return conv(obj)
def astuple(obj, *, tuple_factory=tuple):
    return tuple_factory([astuple(v) if is_dataclass(v) else v for v in [getattr(obj, f.name) for f in fields(obj)]])
def replace(obj, /, **changes):
    return type(obj)(**{**{f.name: getattr(obj, f.name) for f in fields(obj) if f.init}, **changes})
def make_dataclass(name, flds, *, bases=(), namespace=None, **kw):
    ns = dict(namespace or {})
    ann = {}
    for f in flds:
        if isinstance(f, str):
            ann[f] = object
        else:
            ann[f[0]] = f[1]
            if len(f) > 2:
                ns[f[0]] = f[2]
    ns['__annotations__'] = ann
    return dataclass(type(name, bases, ns), **kw)
