WRAPPER_ASSIGNMENTS = ('__module__', '__name__', '__qualname__', '__doc__', '__annotations__')
WRAPPER_UPDATES = ('__dict__',)
_missing = object()

def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    for a in assigned:
        try:
            v = getattr(wrapped, a)
        except AttributeError:
            continue
        setattr(wrapper, a, v)
    for a in updated:
        getattr(wrapper, a).update(getattr(wrapped, a, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper
def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    return lambda wrapper: update_wrapper(wrapper, wrapped, assigned, updated)

class partial:
    def __new__(cls, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError('the first argument must be callable')
        self = super().__new__(cls)
        self.func = func
        self.args = args
        self.keywords = keywords
        return self
    def __init__(self, *a, **k):
        pass
    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})
    def __repr__(self):
        parts = [repr(self.func)] + [repr(a) for a in self.args] + [f'{k}={v!r}' for k, v in self.keywords.items()]
        return f"functools.partial({', '.join(parts)})"

class partialmethod:
    def __init__(self, func, /, *args, **keywords):
        self.func = func
        self.args = args
        self.keywords = keywords
    def __get__(self, obj, cls=None):
        if obj is None:
            return self
        return partial(self.func, obj, *self.args, **self.keywords)

def reduce(function, iterable, initial=_missing):
    it = iter(iterable)
    if initial is _missing:
        try:
            value = next(it)
        except StopIteration:
            raise TypeError('reduce() of empty iterable with no initial value') from None
    else:
        value = initial
    for x in it:
        value = function(value, x)
    return value

class _CacheInfo(tuple):
    hits = property(lambda s: s[0])
    misses = property(lambda s: s[1])
    maxsize = property(lambda s: s[2])
    currsize = property(lambda s: s[3])
    def __repr__(self):
        return f'CacheInfo(hits={self[0]}, misses={self[1]}, maxsize={self[2]}, currsize={self[3]})'

def lru_cache(maxsize=128, typed=False):
    if callable(maxsize):
        return _cached(maxsize, 128, False)
    return lambda f: _cached(f, maxsize, typed)
def cache(f):
    return _cached(f, None, False)

def _cached(function, maxsize, typed):
    store = {}
    hits = misses = 0
    def wrapper(*args, **kw):
        nonlocal hits, misses
        key = args
        if kw:
            key = args + (_missing,) + tuple(kw.items())
        if typed:
            key = key + tuple([type(a) for a in args])
        v = store.get(key, _missing)
        if v is not _missing:
            hits += 1
            if maxsize is not None:
                del store[key]
                store[key] = v
            return v
        misses += 1
        v = function(*args, **kw)
        if maxsize is None or maxsize > 0:
            if maxsize is not None and len(store) >= maxsize:
                del store[next(iter(store))]
            store[key] = v
        return v
    def cache_info():
        return _CacheInfo((hits, misses, maxsize, len(store)))
    def cache_clear():
        nonlocal hits, misses
        store.clear()
        hits = misses = 0
    update_wrapper(wrapper, function)
    wrapper.cache_info = cache_info
    wrapper.cache_clear = cache_clear
    wrapper.cache_parameters = lambda: {'maxsize': maxsize, 'typed': typed}
    return wrapper

class cached_property:
    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
    def __set_name__(self, owner, name):
        self.attrname = name
    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        v = self.func(obj)
        obj.__dict__[self.attrname] = v
        return v

def total_ordering(cls):
    d = cls.__dict__
    if '__lt__' in d:
        if '__gt__' not in d:
            cls.__gt__ = lambda a, b: _not_lt_ne(a, b)
        if '__le__' not in d:
            cls.__le__ = lambda a, b: a < b or a == b
        if '__ge__' not in d:
            cls.__ge__ = lambda a, b: not a < b
    elif '__gt__' in d:
        if '__lt__' not in d:
            cls.__lt__ = lambda a, b: not (a > b or a == b)
        if '__ge__' not in d:
            cls.__ge__ = lambda a, b: a > b or a == b
        if '__le__' not in d:
            cls.__le__ = lambda a, b: not a > b
    elif '__le__' in d:
        cls.__lt__ = lambda a, b: a <= b and not a == b
        cls.__gt__ = lambda a, b: not a <= b
        cls.__ge__ = lambda a, b: not a <= b or a == b
    elif '__ge__' in d:
        cls.__gt__ = lambda a, b: a >= b and not a == b
        cls.__lt__ = lambda a, b: not a >= b
        cls.__le__ = lambda a, b: not a >= b or a == b
    else:
        raise ValueError('must define at least one ordering operation: < > <= >=')
    return cls
def _not_lt_ne(a, b):
    return not (a < b or a == b)

def cmp_to_key(f):
    class K:
        __slots__ = ('obj',)
        def __init__(self, obj):
            self.obj = obj
        def __lt__(self, other):
            return f(self.obj, other.obj) < 0
        def __gt__(self, other):
            return f(self.obj, other.obj) > 0
        def __eq__(self, other):
            return f(self.obj, other.obj) == 0
        def __le__(self, other):
            return f(self.obj, other.obj) <= 0
        def __ge__(self, other):
            return f(self.obj, other.obj) >= 0
    return K

def singledispatch(func):
    registry = {object: func}
    def dispatch(cls):
        for c in cls.__mro__:
            if c in registry:
                return registry[c]
        return func
    def register(cls, f=None):
        if f is None:
            if isinstance(cls, type):
                return lambda f: register(cls, f)
            f = cls
            cls = list(f.__annotations__.values())[0]
        registry[cls] = f
        return f
    def wrapper(*args, **kw):
        return dispatch(type(args[0]))(*args, **kw)
    update_wrapper(wrapper, func)
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    return wrapper

class singledispatchmethod:
    def __init__(self, func):
        self.dispatcher = singledispatch(func)
        self.func = func
    def register(self, cls, method=None):
        return self.dispatcher.register(cls, method)
    def __get__(self, obj, cls=None):
        def method(*args, **kw):
            return self.dispatcher.dispatch(type(args[0])).__get__(obj, cls)(*args, **kw)
        return method
