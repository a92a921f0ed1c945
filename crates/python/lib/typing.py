import collections.abc as _abc
import collections
TYPE_CHECKING = False
class _Form:
    def __init__(self, name):
        self._name = name
        self._is_classvar = name == 'ClassVar'
    def __getitem__(self, item):
        return _Alias(self, item)
    def __call__(self, *a, **k):
        raise TypeError(f'Cannot instantiate {self!r}')
    def __repr__(self):
        return 'typing.' + self._name
    def __or__(self, o):
        return Union[self, o]
    __ror__ = __or__
    def __mro_entries__(self, bases):
        return ()
    def __hash__(self):
        return hash(self._name)
class _Alias:
    def __init__(self, origin, args):
        self.__origin__ = origin
        self.__args__ = args if isinstance(args, tuple) else (args,)
    def __repr__(self):
        n = lambda a: a.__name__ if isinstance(a, type) else '...' if a is ... else repr(a)
        return f"{self.__origin__!r}[{', '.join([n(a) for a in self.__args__])}]"
    def __or__(self, o):
        return Union[self, o]
    __ror__ = __or__
    def __getitem__(self, item):
        return self
    def __call__(self, *a, **k):
        return self.__origin__(*a, **k)
    def __mro_entries__(self, bases):
        return (self.__origin__,) if isinstance(self.__origin__, type) else ()
    def __eq__(self, o):
        return isinstance(o, _Alias) and self.__origin__ is o.__origin__ and self.__args__ == o.__args__
    def __hash__(self):
        return 1
Any, Optional, Union, ClassVar, Final, Literal, NoReturn, Never, Self, Annotated, Required, NotRequired, TypeGuard, Concatenate, LiteralString, TypeAlias, Unpack, Callable, Type = (_Form(n) for n in (
    'Any', 'Optional', 'Union', 'ClassVar', 'Final', 'Literal', 'NoReturn', 'Never', 'Self', 'Annotated', 'Required', 'NotRequired', 'TypeGuard', 'Concatenate', 'LiteralString', 'TypeAlias', 'Unpack', 'Callable', 'Type'))
List, Dict, Set, FrozenSet, Tuple = list, dict, set, frozenset, tuple
Deque, DefaultDict, OrderedDict, Counter, ChainMap = collections.deque, collections.defaultdict, collections.OrderedDict, collections.Counter, collections.ChainMap
Iterable, Iterator, Generator, Sequence, MutableSequence, Mapping, MutableMapping, Hashable, Sized, Collection, Container, Awaitable, Coroutine, AsyncIterable, AsyncIterator, AsyncGenerator, Reversible, MutableSet, AbstractSet, KeysView, ValuesView, ItemsView = (
    _abc.Iterable, _abc.Iterator, _abc.Generator, _abc.Sequence, _abc.MutableSequence, _abc.Mapping, _abc.MutableMapping, _abc.Hashable, _abc.Sized, _abc.Collection, _abc.Container, _abc.Awaitable, _abc.Coroutine,
    _abc.AsyncIterable, _abc.AsyncIterator, _abc.AsyncGenerator, _abc.Reversible, _abc.MutableSet, _abc.Set, _abc.KeysView, _abc.ValuesView, _abc.ItemsView)
Text = str
AnyStr = Any
IO = TextIO = BinaryIO = Pattern = Match = ContextManager = AsyncContextManager = SupportsInt = SupportsFloat = Any
class TypeVar:
    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False, default=None):
        self.__name__ = name
    def __repr__(self):
        return '~' + self.__name__
    def __or__(self, o):
        return Union[self, o]
    __ror__ = __or__
class ParamSpec(TypeVar):
    args = kwargs = Any
class TypeVarTuple(TypeVar):
    pass
class Generic:
    def __class_getitem__(cls, item):
        return cls
class Protocol(Generic):
    pass
def runtime_checkable(c):
    return c
def cast(t, v):
    return v
def overload(f):
    return f
def final(f):
    return f
override = no_type_check = final
def NewType(name, t):
    f = lambda x: x
    f.__name__ = name
    return f
def get_type_hints(o, *a, **k):
    return dict(getattr(o, '__annotations__', {}))
def get_origin(t):
    return getattr(t, '__origin__', None)
def get_args(t):
    return getattr(t, '__args__', ())
def assert_never(x):
    raise AssertionError(f'Expected code to be unreachable, but got: {x!r}')
def assert_type(v, t):
    return v
def reveal_type(v):
    return v
def NamedTuple(name, fields=(), **kw):
    return collections.namedtuple(name, [n for n, t in fields])
class _NT(type):
    def __new__(m, name, bases, ns):
        if name == 'NamedTuple':
            return type.__new__(m, name, bases, ns)
        names = list(ns.get('__annotations__', {}))
        t = collections.namedtuple(name, names, defaults=[ns[n] for n in names if n in ns], module=ns.get('__module__'))
        for k, v in ns.items():
            if k not in names and k not in ('__qualname__', '__module__', '__annotations__', '__classcell__'):
                setattr(t, k, v)
        t.__annotations__ = ns.get('__annotations__', {})
        return t
    def __call__(cls, name, fields=(), **kw):
        return collections.namedtuple(name, [n for n, t in fields])
class NamedTuple(metaclass=_NT):
    pass
class _TD(type):
    def __new__(m, name, bases, ns, total=True):
        return type.__new__(m, name, (dict,), ns)
    def __call__(cls, *a, **k):
        return dict(*a, **k)
class TypedDict(metaclass=_TD):
    pass
