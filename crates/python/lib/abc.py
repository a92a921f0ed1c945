def abstractmethod(f):
    try:
        f.__isabstractmethod__ = True
    except AttributeError:
        pass
    return f
class abstractproperty(property):
    __isabstractmethod__ = True
class abstractclassmethod(classmethod if False else object):
    pass

def _is_abstract(v):
    if getattr(v, '__isabstractmethod__', False):
        return True
    for a in ('fget', 'fset', 'fdel', '__func__'):
        f = getattr(v, a, None)
        if f is not None and getattr(f, '__isabstractmethod__', False):
            return True
    return False

class ABCMeta(type):
    def __new__(mcls, name, bases, namespace, /, **kw):
        cls = super().__new__(mcls, name, bases, namespace, **kw)
        names = [k for k, v in namespace.items() if _is_abstract(v)]
        for b in bases:
            for k in getattr(b, '__abstractmethods__', ()):
                if _is_abstract(getattr(cls, k, None)):
                    names.append(k)
        cls.__abstractmethods__ = frozenset(names)
        cls._abc_registry = []
        return cls
    def register(cls, subclass):
        cls._abc_registry.append(subclass)
        return subclass
    def __instancecheck__(cls, instance):
        return cls.__subclasscheck__(type(instance))
    def __subclasscheck__(cls, sub):
        if type.__subclasscheck__(cls, sub):
            return True
        r = cls.__subclasshook__(sub)
        if r is not NotImplemented:
            return r
        for c in cls.__dict__.get('_abc_registry', ()):
            if issubclass(sub, c):
                return True
        for c in type.__subclasses__(cls):
            if c is not cls and getattr(c, '_abc_registry', None) and c.__subclasscheck__(sub):
                return True
        return False

class ABC(metaclass=ABCMeta):
    __slots__ = ()
def get_cache_token():
    return 0
def update_abstractmethods(cls):
    return cls
