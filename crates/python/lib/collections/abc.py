from abc import ABCMeta, abstractmethod
import sys

def _has(c, *names):
    for n in names:
        for b in c.__mro__:
            if n in b.__dict__:
                if b.__dict__[n] is None:
                    return False
                break
        else:
            return False
    return True

def _protocol(name, *methods, bases=()):
    def hook(cls, sub):
        if cls.__dict__.get('_protocol') is not None:
            return _has(sub, *cls.__dict__['_protocol']) or NotImplemented
        return NotImplemented
    def item(cls, x):
        return cls
    ns = {'__slots__': (), '_protocol': methods, '__subclasshook__': classmethod(hook), '__class_getitem__': classmethod(item), '__module__': 'collections.abc'}
    def missing(self, *a):
        raise NotImplementedError
    for m in methods:
        if m != '__hash__':
            f = lambda self, *a: missing(self)
            f.__isabstractmethod__ = True
            ns[m] = f
    return ABCMeta(name, bases, ns)

Hashable = _protocol('Hashable', '__hash__')
Iterable = _protocol('Iterable', '__iter__')
Sized = _protocol('Sized', '__len__')
Container = _protocol('Container', '__contains__')
Callable = _protocol('Callable', '__call__')
Awaitable = _protocol('Awaitable', '__await__')
AsyncIterable = _protocol('AsyncIterable', '__aiter__')
AsyncIterator = _protocol('AsyncIterator', '__anext__', '__aiter__')
Reversible = _protocol('Reversible', '__reversed__', '__iter__')
Collection = _protocol('Collection', '__len__', '__iter__', '__contains__')
Coroutine = _protocol('Coroutine', '__await__', 'send', 'throw', 'close')
AsyncGenerator = _protocol('AsyncGenerator', '__aiter__', '__anext__', 'asend', 'athrow', 'aclose')
Generator = _protocol('Generator', '__iter__', '__next__', 'send', 'throw', 'close')
Buffer = _protocol('Buffer', '__buffer__')

class _G:
    @classmethod
    def __class_getitem__(cls, item):
        return cls

class Iterator(_G, metaclass=ABCMeta):
    @abstractmethod
    def __next__(self):
        raise StopIteration
    def __iter__(self):
        return self
    @classmethod
    def __subclasshook__(cls, sub):
        return _has(sub, '__iter__', '__next__') or NotImplemented if cls is Iterator else NotImplemented

class Sequence(_G, metaclass=ABCMeta):
    @abstractmethod
    def __getitem__(self, i):
        raise IndexError
    @abstractmethod
    def __len__(self):
        return 0
    def __iter__(self):
        i = 0
        try:
            while True:
                yield self[i]
                i += 1
        except IndexError:
            return
    def __contains__(self, value):
        for v in self:
            if v is value or v == value:
                return True
        return False
    def __reversed__(self):
        for i in reversed(range(len(self))):
            yield self[i]
    def index(self, value, start=0, stop=None):
        i = 0
        for v in self:
            if v == value and i >= start and (stop is None or i < stop):
                return i
            i += 1
        raise ValueError
    def count(self, value):
        return sum([1 for v in self if v is value or v == value])
class MutableSequence(Sequence):
    @abstractmethod
    def __setitem__(self, i, v):
        raise IndexError
    @abstractmethod
    def __delitem__(self, i):
        raise IndexError
    @abstractmethod
    def insert(self, i, v):
        raise IndexError
    def append(self, v):
        self.insert(len(self), v)
    def clear(self):
        while len(self):
            self.pop()
    def reverse(self):
        items = list(self)[::-1]
        for i in range(len(items)):
            self[i] = items[i]
    def extend(self, values):
        for v in list(values):
            self.append(v)
    def pop(self, i=-1):
        v = self[i]
        del self[i]
        return v
    def remove(self, v):
        del self[self.index(v)]
    def __iadd__(self, values):
        self.extend(values)
        return self

class Set(_G, metaclass=ABCMeta):
    @abstractmethod
    def __contains__(self, x):
        return False
    @abstractmethod
    def __iter__(self):
        return iter(())
    @abstractmethod
    def __len__(self):
        return 0
    @classmethod
    def _from_iterable(cls, it):
        return cls(it)
    def __le__(self, o):
        return len(self) <= len(o) and all([x in o for x in self])
    def __lt__(self, o):
        return len(self) < len(o) and self <= o
    def __ge__(self, o):
        return o <= self
    def __gt__(self, o):
        return o < self
    def __eq__(self, o):
        return isinstance(o, Set) and len(self) == len(o) and self <= o
    def __and__(self, o):
        return self._from_iterable([x for x in o if x in self])
    def __or__(self, o):
        return self._from_iterable([x for x in self] + [x for x in o])
    def __sub__(self, o):
        return self._from_iterable([x for x in self if x not in o])
    def __xor__(self, o):
        return (self - o) | (o - self)
    def isdisjoint(self, o):
        return not any([x in self for x in o])
class MutableSet(Set):
    def remove(self, x):
        if x not in self:
            raise KeyError(x)
        self.discard(x)
    def pop(self):
        x = next(iter(self))
        self.discard(x)
        return x
    def clear(self):
        while len(self):
            self.pop()
    def __ior__(self, o):
        for x in o:
            self.add(x)
        return self

class Mapping(_G, metaclass=ABCMeta):
    @abstractmethod
    def __getitem__(self, key):
        raise KeyError
    @abstractmethod
    def __iter__(self):
        return iter(())
    @abstractmethod
    def __len__(self):
        return 0
    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default
    def __contains__(self, key):
        try:
            self[key]
        except KeyError:
            return False
        return True
    def keys(self):
        return KeysView(self)
    def items(self):
        return ItemsView(self)
    def values(self):
        return ValuesView(self)
    def __eq__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return dict(self.items()) == dict(other.items())
class MutableMapping(Mapping):
    @abstractmethod
    def __setitem__(self, k, v):
        raise KeyError
    @abstractmethod
    def __delitem__(self, k):
        raise KeyError
    def pop(self, key, *default):
        try:
            v = self[key]
        except KeyError:
            if default:
                return default[0]
            raise
        del self[key]
        return v
    def popitem(self):
        try:
            k = next(iter(self))
        except StopIteration:
            raise KeyError from None
        v = self[k]
        del self[k]
        return k, v
    def clear(self):
        for k in list(self):
            del self[k]
    def update(self, other=(), /, **kw):
        if hasattr(other, 'keys'):
            for k in other.keys():
                self[k] = other[k]
        else:
            for k, v in other:
                self[k] = v
        for k, v in kw.items():
            self[k] = v
    def setdefault(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            self[key] = default
        return default
class MappingView(_G, metaclass=ABCMeta):
    def __init__(self, mapping):
        self._mapping = mapping
    def __len__(self):
        return len(self._mapping)
    def __repr__(self):
        return f'{type(self).__name__}({self._mapping!r})'
class KeysView(MappingView):
    def __contains__(self, k):
        return k in self._mapping
    def __iter__(self):
        return iter(self._mapping)
class ItemsView(MappingView):
    def __iter__(self):
        for k in self._mapping:
            yield (k, self._mapping[k])
class ValuesView(MappingView):
    def __iter__(self):
        for k in self._mapping:
            yield self._mapping[k]
Sequence._abc_registry += [list, tuple, str, range, bytes, bytearray]
MutableSequence._abc_registry += [list, bytearray]
Set._abc_registry += [set, frozenset, type({}.keys()), type({}.items())]
MutableSet._abc_registry += [set]
Mapping._abc_registry += [dict, type(type.__dict__)]
MutableMapping._abc_registry += [dict]
KeysView._abc_registry += [type({}.keys())]
ItemsView._abc_registry += [type({}.items())]
ValuesView._abc_registry += [type({}.values())]
ByteString = (bytes, bytearray)
__all__ = ['Hashable', 'Iterable', 'Sized', 'Container', 'Callable', 'Awaitable', 'AsyncIterable', 'AsyncIterator', 'Reversible', 'Collection', 'Coroutine',
           'AsyncGenerator', 'Generator', 'Iterator', 'Sequence', 'MutableSequence', 'Set', 'MutableSet', 'Mapping', 'MutableMapping', 'MappingView',
           'KeysView', 'ItemsView', 'ValuesView']
