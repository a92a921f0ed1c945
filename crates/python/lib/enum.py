class auto:
    def __init__(self, value=None):
        self.value = value
_auto = object()

class nonmember:
    def __init__(self, value):
        self.value = value
class member:
    def __init__(self, value):
        self.value = value

def _is_descriptor(v):
    return hasattr(type(v), '__get__') or isinstance(v, (type(_is_descriptor) if False else property, classmethod, staticmethod)) or type(v).__name__ in ('function', 'member_descriptor')

class EnumType(type):
    @classmethod
    def __prepare__(meta, name, bases, **kw):
        return {}
    def __new__(meta, name, bases, ns, **kw):
        if not any([isinstance(b, EnumType) for b in bases]):
            return super().__new__(meta, name, bases, ns)
        ignore = ns.get('_ignore_', ())
        if isinstance(ignore, str):
            ignore = ignore.replace(',', ' ').split()
        members = {}
        rest = {}
        for k, v in ns.items():
            if k in ignore or k == '_ignore_':
                continue
            if isinstance(v, nonmember):
                rest[k] = v.value
            elif isinstance(v, member):
                members[k] = v.value
            elif (k.startswith('_') and k.endswith('_')) or _is_descriptor(v) and not isinstance(v, auto):
                rest[k] = v
            elif k.startswith('__') or (k.startswith('_' + name.lstrip('_') + '__')):
                rest[k] = v
            else:
                members[k] = v
        for b in bases:
            if isinstance(b, EnumType) and b._member_map_ and members:
                raise TypeError(f'<enum {b.__name__!r}> cannot be extended')
        cls = super().__new__(meta, name, bases, rest)
        cls._member_map_ = {}
        cls._member_names_ = []
        cls._value2member_map_ = {}
        base_type = object
        for c in cls.__mro__[1:]:
            if c is not object and not isinstance(c, EnumType) and c is not ReprEnumBase:
                base_type = c
                break
        cls._member_type_ = base_type
        custom_new = rest.get('__new__')
        if custom_new is None:
            for c in cls.__mro__[1:]:
                if isinstance(c, EnumType) and '_custom_new_' in c.__dict__:
                    custom_new = c.__dict__['_custom_new_']
                    break
        if custom_new is not None:
            cls._custom_new_ = custom_new
            type.__setattr__(cls, '__new__', Enum.__new__)
        last = []
        for k, v in members.items():
            if isinstance(v, auto):
                v = v.value if v.value is not None else cls._generate_next_value_(k, 1, len(last), last[:])
            elif isinstance(v, tuple) and any([isinstance(x, auto) for x in v]):
                v = tuple([cls._generate_next_value_(k, 1, len(last), [x[0] if isinstance(x, tuple) else x for x in last]) if isinstance(x, auto) else x for x in v])
            last.append(v)
            args = v if isinstance(v, tuple) else (v,)
            m = None
            if custom_new is not None:
                f = custom_new.__func__ if isinstance(custom_new, staticmethod) else custom_new
                m = f(cls, *args)
                if not hasattr(m, '_value_'):
                    m._value_ = v
            else:
                if base_type is object:
                    m = object.__new__(cls)
                    m._value_ = v
                else:
                    m = base_type.__new__(cls, *args)
                    m._value_ = v if base_type not in (int, str, float) else base_type(*args) if not isinstance(v, base_type) else v
            canonical = None
            try:
                canonical = cls._value2member_map_.get(m._value_)
            except TypeError:
                for other in cls._member_map_.values():
                    if other._value_ == m._value_:
                        canonical = other
            if canonical is not None and not (issubclass(cls, Flag) and False):
                cls._member_map_[k] = canonical
                type.__setattr__(cls, k, canonical)
                continue
            m._name_ = k
            m.__objclass__ = cls
            m._sort_order_ = len(cls._member_names_)
            if '__init__' in rest or any(['__init__' in c.__dict__ for c in cls.__mro__[1:-1] if isinstance(c, EnumType) and c is not Enum]):
                m.__init__(*args)
            cls._member_map_[k] = m
            if not (issubclass(cls, Flag) and isinstance(m._value_, int) and (m._value_ == 0 or m._value_ & (m._value_ - 1))):
                cls._member_names_.append(k)
            try:
                cls._value2member_map_[m._value_] = m
            except TypeError:
                pass
            type.__setattr__(cls, k, m)
        return cls
    def __call__(cls, value=_auto, names=_auto, *args, module=None, qualname=None, type=None, start=1, boundary=None):
        if names is _auto or cls._member_map_:
            if value is _auto:
                raise TypeError(f"{cls.__name__}.__new__() missing 1 required positional argument: 'value'")
            if names is not _auto:
                value = (value, names) + args
            return Enum.__new__(cls, value)
        if isinstance(names, str):
            names = names.replace(',', ' ').split()
        ns = {}
        i = start
        if isinstance(names, dict):
            names = list(names.items())
        for n in names:
            if isinstance(n, tuple):
                ns[n[0]] = n[1]
            else:
                ns[n] = i if not issubclass(cls, Flag) else 1 << (i - 1)
                if cls.__name__ == 'StrEnum':
                    ns[n] = n.lower()
                i += 1
        ns['__module__'] = module or '__main__'
        bases = (cls,) if type is None else (type, cls)
        return EnumType(value, bases, ns)
    def __iter__(cls):
        return iter([cls._member_map_[n] for n in cls._member_names_])
    def __reversed__(cls):
        return iter([cls._member_map_[n] for n in reversed(cls._member_names_)])
    def __len__(cls):
        return len(cls._member_names_)
    def __bool__(cls):
        return True
    def __contains__(cls, v):
        if isinstance(v, cls):
            return True
        try:
            return v in cls._value2member_map_
        except TypeError:
            return False
    def __getitem__(cls, name):
        return cls._member_map_[name]
    @property
    def __members__(cls):
        return dict(cls._member_map_)
    def __repr__(cls):
        return f'<flag {cls.__name__!r}>' if issubclass(cls, Flag) else f'<enum {cls.__name__!r}>'
    def __setattr__(cls, name, value):
        if name in cls.__dict__.get('_member_map_', {}):
            raise AttributeError(f'cannot reassign member {name!r}')
        type.__setattr__(cls, name, value)
    def __delattr__(cls, name):
        if name in cls.__dict__.get('_member_map_', {}):
            raise AttributeError(f'{cls.__name__!r} cannot delete member {name!r}.')
        type.__delattr__(cls, name)
EnumMeta = EnumType

class ReprEnumBase:
    pass

class Enum(metaclass=EnumType):
    _member_map_ = {}
    _member_names_ = []
    _value2member_map_ = {}
    def __new__(cls, value):
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except (KeyError, TypeError):
            for m in cls._member_map_.values():
                if m._value_ == value:
                    return m
        r = cls._missing_(value)
        if isinstance(r, cls):
            return r
        raise ValueError(f'{value!r} is not a valid {cls.__qualname__}')
    def __init__(self, *args):
        pass
    @classmethod
    def _missing_(cls, value):
        return None
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start
        return max([v for v in last_values if isinstance(v, int)] or [start - 1]) + 1
    @property
    def name(self):
        return self._name_
    @property
    def value(self):
        return self._value_
    def __repr__(self):
        return f'<{type(self).__name__}.{self._name_}: {self._value_!r}>'
    def __str__(self):
        return f'{type(self).__name__}.{self._name_}'
    def __format__(self, spec):
        return format(str(self), spec)
    def __hash__(self):
        return hash(self._name_)
    def __eq__(self, other):
        return self is other
    def __dir__(self):
        return ['__class__', '__doc__', '__module__', 'name', 'value']
    def __deepcopy__(self, memo):
        return self
    def __copy__(self):
        return self
    def __setattr__(self, k, v):
        if k in ('name', 'value'):
            raise AttributeError(f"<enum {type(self).__name__!r}> cannot set attribute {k!r}")
        object.__setattr__(self, k, v)

class ReprEnum(Enum):
    pass
class IntEnum(int, ReprEnum):
    def __str__(self):
        return int.__repr__(self._value_)
    def __format__(self, spec):
        return format(int(self._value_), spec)
    def __hash__(self):
        return hash(self._value_)
    def __eq__(self, other):
        return self._value_ == (other._value_ if isinstance(other, Enum) else other)
class StrEnum(str, ReprEnum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()
    def __str__(self):
        return self._value_
    def __format__(self, spec):
        return format(self._value_, spec)
    def __hash__(self):
        return hash(self._value_)
    def __eq__(self, other):
        return self._value_ == (other._value_ if isinstance(other, Enum) else other)

class Flag(Enum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return 1
        return 1 << max(last_values).bit_length()
    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError(f'{value!r} is not a valid {cls.__qualname__}')
        full = 0
        for m in cls._member_map_.values():
            full |= m._value_
        if value < 0:
            value = full & value
            if value in cls._value2member_map_:
                return cls._value2member_map_[value]
        if issubclass(cls, int):
            m = int.__new__(cls, value)
        else:
            if value & ~full:
                raise ValueError(f'{cls!r} invalid value {value!r}')
            m = object.__new__(cls)
        m._value_ = value
        names = [n for n in cls._member_names_ if cls._member_map_[n]._value_ & value == cls._member_map_[n]._value_]
        m._name_ = '|'.join(names) or None
        cls._value2member_map_[value] = m
        return m
    def _other(self, o):
        return o._value_ if isinstance(o, Enum) else o
    def __or__(self, o):
        return type(self)(self._value_ | self._other(o))
    def __and__(self, o):
        return type(self)(self._value_ & self._other(o))
    def __xor__(self, o):
        return type(self)(self._value_ ^ self._other(o))
    __ror__ = __or__
    __rand__ = __and__
    def __invert__(self):
        full = 0
        for m in type(self)._member_map_.values():
            full |= m._value_
        return type(self)(full & ~self._value_)
    def __contains__(self, o):
        return o._value_ & self._value_ == o._value_
    def __bool__(self):
        return bool(self._value_)
    def __iter__(self):
        for n in type(self)._member_names_:
            m = type(self)._member_map_[n]
            if m._value_ and m._value_ & self._value_ == m._value_:
                yield m
    def __len__(self):
        return self._value_.bit_count()
    def __repr__(self):
        if self._name_ is None:
            return f'<{type(self).__name__}: {self._value_!r}>'
        return f'<{type(self).__name__}.{self._name_}: {self._value_!r}>'
    def __str__(self):
        if self._name_ is None:
            return f'{type(self).__name__}({self._value_})'
        return f'{type(self).__name__}.{self._name_}'
class IntFlag(int, Flag):
    def __str__(self):
        return int.__repr__(self._value_)
    def __format__(self, spec):
        return format(int(self._value_), spec)
    def __hash__(self):
        return hash(self._value_)
    def __eq__(self, other):
        return self._value_ == (other._value_ if isinstance(other, Enum) else other)

def unique(cls):
    dups = [(n, m._name_) for n, m in cls._member_map_.items() if n != m._name_]
    if dups:
        raise ValueError(f"duplicate values found in {cls!r}: {', '.join([f'{a} -> {b}' for a, b in dups])}")
    return cls
class property(property):
    pass
class verify:
    def __init__(self, *a):
        pass
    def __call__(self, cls):
        return cls
CONTINUOUS, NAMED_FLAGS, UNIQUE = 'continuous', 'named flags', 'one to one'
class FlagBoundary(StrEnum):
    STRICT = 'strict'
    CONFORM = 'conform'
    EJECT = 'eject'
    KEEP = 'keep'
STRICT, CONFORM, EJECT, KEEP = FlagBoundary
