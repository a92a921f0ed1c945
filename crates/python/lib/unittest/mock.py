# Stand-ins that remember how they were used, and patching of names for a while. Left out: specs' signatures, sealed mocks, property mocks of awaitables.
import contextlib
import functools
import importlib
import inspect

class _Sentinel:
    def __init__(self, name):
        self.name = name
    def __repr__(self):
        return f'sentinel.{self.name}'
class _Sentinels:
    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError(name)
        setattr(self, name, _Sentinel(name))
        return self.__dict__[name]
sentinel = _Sentinels()
DEFAULT = sentinel.DEFAULT
class _Any:
    def __eq__(self, o):
        return True
    def __ne__(self, o):
        return False
    def __repr__(self):
        return '<ANY>'
ANY = _Any()

class _Call(tuple):
    def __new__(cls, name='', args=(), kwargs=None):
        self = tuple.__new__(cls, (name, tuple(args), kwargs or {}))
        return self
    @property
    def args(self):
        return self[1]
    @property
    def kwargs(self):
        return self[2]
    def __call__(self, *a, **k):
        return _Call(self[0] or '', a, k)
    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError(name)
        return _Call((self[0] + '.' if self[0] else '') + name)
    def __eq__(self, o):
        if isinstance(o, _Call):
            return self[1] == o[1] and self[2] == o[2] and (self[0] == o[0] or not self[0] or not o[0])
        if isinstance(o, tuple):
            return o in ((self[1], self[2]), (self[1],), self[1])
        return False
    def __ne__(self, o):
        return not self == o
    def __repr__(self):
        return f"call{'.' + self[0] if self[0] else ''}{_arguments(self[1], self[2])}"
call = _Call()
class _Calls(list):
    def __repr__(self):
        return '[' + ', '.join([repr(c) for c in self]) + ']'
def _arguments(args, kwargs):
    return '(' + ', '.join([repr(a) for a in args] + [f'{k}={v!r}' for k, v in kwargs.items()]) + ')'

class NonCallableMock:
    def __init__(self, spec=None, side_effect=None, return_value=DEFAULT, wraps=None, name=None, spec_set=None, **kw):
        d = self.__dict__
        d['_mock_children'], d['_mock_name'], d['_mock_parent'], d['_mock_new'] = {}, name, None, ''
        d['_mock_return'], d['_mock_wraps'], d['_mock_side'] = return_value, wraps, None
        spec = spec if spec is not None else spec_set
        d['_mock_spec'] = None if spec is None else spec if isinstance(spec, list) else dir(spec)
        d['_mock_class'] = spec if isinstance(spec, type) else type(spec) if spec is not None and not isinstance(spec, list) else None
        self.side_effect = side_effect
        self.reset_mock()
        for k, v in kw.items():
            self.configure_mock(**{k: v})
    def configure_mock(self, **kw):
        for k, v in kw.items():
            target = self
            words = k.split('.')
            for w in words[:-1]:
                target = getattr(target, w)
            setattr(target, words[-1], v)
    def reset_mock(self, **kw):
        self.__dict__.update({'called': False, 'call_count': 0, 'call_args': None, 'call_args_list': _Calls(), 'mock_calls': _Calls(), 'method_calls': _Calls()})
        for c in self._mock_children.values():
            if isinstance(c, NonCallableMock):
                c.reset_mock()
    @property
    def __class__(self):
        return self.__dict__.get('_mock_class') or type(self)
    @property
    def side_effect(self):
        return self.__dict__['_mock_side']
    @side_effect.setter
    def side_effect(self, v):
        if v is not None and not callable(v) and not isinstance(v, BaseException) and not (isinstance(v, type) and issubclass(v, BaseException)):
            v = iter(v)
        self.__dict__['_mock_side'] = v
    @property
    def return_value(self):
        if self._mock_return is DEFAULT:
            self.__dict__['_mock_return'] = self._child('()')
        return self._mock_return
    @return_value.setter
    def return_value(self, v):
        self.__dict__['_mock_return'] = v
    def _child(self, name):
        kind = type(self)
        kind = {CallableMixin: Mock}.get(kind, kind)
        if kind is NonCallableMock:
            kind = Mock
        out = kind()
        out.__dict__['_mock_parent'], out.__dict__['_mock_new'] = self, name
        return out
    def __getattr__(self, name):
        if name.startswith('__') and name.endswith('__') or name.startswith('_mock_'):
            raise AttributeError(name)
        if name.startswith(('assert', 'assret', 'asert')):
            raise AttributeError(f"{name!r} is not a valid assertion. Use a spec for the mock if {name!r} is meant to be an attribute.")
        if self._mock_spec is not None and name not in self._mock_spec:
            raise AttributeError(f'Mock object has no attribute {name!r}')
        if name not in self._mock_children:
            self._mock_children[name] = self._child(name)
        return self._mock_children[name]
    def __setattr__(self, name, v):
        if name in ('return_value', 'side_effect'):
            object.__setattr__(self, name, v)
            return
        if name.startswith('__') and name.endswith('__'):
            self.__dict__.setdefault('_mock_magic', {})[name] = v
            return
        if isinstance(v, NonCallableMock) and v._mock_parent is None and v._mock_name is None:
            v.__dict__['_mock_parent'], v.__dict__['_mock_new'] = self, name
        self.__dict__[name] = v
    def _path(self):
        if self._mock_parent is None:
            return self._mock_name or 'mock'
        new = self._mock_new
        return self._mock_parent._path() + (new if new == '()' else '.' + new)
    def __repr__(self):
        named = self._mock_name is not None or self._mock_parent is not None
        return f"<{type(self).__name__}{f' name={self._path()!r}' if named else ''} id='{id(self)}'>"
    def _record(self, args, kwargs):
        d = self.__dict__
        d['called'], d['call_count'] = True, self.call_count + 1
        c = _Call('', args, kwargs)
        d['call_args'] = c
        self.call_args_list.append(c)
        self.mock_calls.append(c)
        name, m = self._mock_new, self._mock_parent
        while m is not None:
            if not name.endswith('()') or True:
                m.mock_calls.append(_Call(name.replace('.()', '()'), args, kwargs))
                if name != '()' and '()' not in name:
                    m.method_calls.append(_Call(name, args, kwargs))
            name, m = (f'{m._mock_new}.{name}' if m._mock_new else name), m._mock_parent
    def _said(self, args, kwargs):
        return f"{self._mock_name or self._mock_new or 'mock'}{_arguments(args, kwargs)}"
    def assert_called(self):
        if not self.call_count:
            raise AssertionError(f"Expected '{self._mock_name or self._mock_new or 'mock'}' to have been called.")
    def _times(self):
        return f'Called {self.call_count} times.' + (f'\nCalls: {self.call_args_list!r}.' if self.call_count else '')
    def assert_called_once(self):
        if self.call_count != 1:
            raise AssertionError(f"Expected '{self._mock_name or self._mock_new or 'mock'}' to have been called once. {self._times()}")
    def assert_not_called(self):
        if self.call_count:
            raise AssertionError(f"Expected '{self._mock_name or self._mock_new or 'mock'}' to not have been called. {self._times()}")
    def assert_called_with(self, /, *args, **kwargs):
        if self.call_args is None:
            raise AssertionError(f'expected call not found.\nExpected: {self._said(args, kwargs)}\n  Actual: not called.')
        if self.call_args != _Call('', args, kwargs):
            raise AssertionError(f'expected call not found.\nExpected: {self._said(args, kwargs)}\n  Actual: {self._said(self.call_args[1], self.call_args[2])}')
    def assert_called_once_with(self, /, *args, **kwargs):
        if self.call_count != 1:
            raise AssertionError(f"Expected '{self._mock_name or self._mock_new or 'mock'}' to be called once. {self._times()}")
        self.assert_called_with(*args, **kwargs)
    def assert_any_call(self, /, *args, **kwargs):
        if _Call('', args, kwargs) not in self.call_args_list:
            raise AssertionError(f'{self._said(args, kwargs)} call not found')
    def assert_has_calls(self, calls, any_order=False):
        calls, have = list(calls), list(self.mock_calls)
        if any_order:
            for c in calls:
                if c not in have:
                    raise AssertionError(f'{calls!r} not all found in call list')
                have.remove(c)
            return
        if not any([have[i:i + len(calls)] == calls for i in range(len(have) - len(calls) + 1)]):
            raise AssertionError(f'Calls not found.\nExpected: {calls!r}\n  Actual: {self.mock_calls!r}')

class CallableMixin(NonCallableMock):
    def __call__(self, /, *args, **kwargs):
        self._record(args, kwargs)
        side = self.side_effect
        if side is not None:
            if isinstance(side, BaseException) or isinstance(side, type) and issubclass(side, BaseException):
                raise side
            if not callable(side):
                v = next(side)
                if isinstance(v, BaseException) or isinstance(v, type) and issubclass(v, BaseException):
                    raise v
                if v is not DEFAULT:
                    return v
            else:
                v = side(*args, **kwargs)
                if v is not DEFAULT:
                    return v
        if self._mock_wraps is not None and self._mock_return is DEFAULT:
            return self._mock_wraps(*args, **kwargs)
        return self.return_value
class Mock(CallableMixin):
    pass
_MAGIC = {'__len__': 0, '__bool__': True, '__iter__': lambda self: iter([]), '__contains__': False, '__getitem__': DEFAULT, '__setitem__': None, '__delitem__': None, '__enter__': DEFAULT, '__exit__': False, '__int__': 1, '__float__': 1.0, '__index__': 1}
def _special(o, name):
    # A special method is a mock of its own in each mock.
    own = o.__dict__.setdefault('_mock_magic', {})
    if name not in own:
        d = _MAGIC[name]
        own[name] = MagicMock() if d is DEFAULT else Mock(return_value=d(o) if callable(d) else d)
    return own[name]
class MagicMock(Mock):
    def __getattribute__(self, name):
        return _special(self, name) if name in _MAGIC else object.__getattribute__(self, name)
    def __setattr__(self, name, v):
        if name in _MAGIC:
            self.__dict__.setdefault('_mock_magic', {})[name] = v if isinstance(v, NonCallableMock) or not callable(v) else lambda *a: v(self, *a)
        else:
            super().__setattr__(name, v)
def _spoken(name):
    def f(self, *args):
        return _special(self, name)(*args)
    f.__name__ = name
    return f
for _n in _MAGIC:
    setattr(MagicMock, _n, _spoken(_n))
class AsyncMock(MagicMock):
    def __call__(self, /, *args, **kwargs):
        async def later():
            return super(AsyncMock, self).__call__(*args, **kwargs)
        return later()
    def assert_awaited_once_with(self, /, *args, **kwargs):
        self.assert_called_once_with(*args, **kwargs)
    def assert_awaited(self):
        self.assert_called()
class PropertyMock(Mock):
    def __get__(self, o, kind=None):
        return self()
    def __set__(self, o, v):
        self(v)
def create_autospec(spec, **kw):
    return MagicMock(spec=spec, **kw)
def mock_open(mock=None, read_data=''):
    import io
    handle = MagicMock()
    def opened(*a, **k):
        f = io.StringIO(read_data)
        handle.read.side_effect, handle.readline.side_effect, handle.readlines.side_effect = f.read, f.readline, f.readlines
        return handle
    handle.__enter__.return_value = handle
    return MagicMock(side_effect=opened)

def _lookup(path):
    words, rest = path.split('.'), []
    while words:
        try:
            x = importlib.import_module('.'.join(words))
            break
        except ModuleNotFoundError:
            rest.insert(0, words.pop())
    else:
        raise ModuleNotFoundError(f"No module named {path.split('.')[0]!r}", name=path.split('.')[0])
    for w in rest:
        x = getattr(x, w)
    return x
_nothing = object()
class _Patch:
    def __init__(self, target, name, new, kw, create=False):
        self.target, self.name, self.new, self.kw, self.create = target, name, new, kw, create
    def __enter__(self):
        target = self.target() if inspect.isfunction(self.target) else self.target
        self.place = target
        self.local = self.name in vars(target) if hasattr(target, '__dict__') else True
        self.old = getattr(target, self.name, _nothing)
        if self.old is _nothing and not self.create and self.name not in dir(__builtins__ if not isinstance(__builtins__, dict) else object):
            import builtins
            if not hasattr(builtins, self.name):
                raise AttributeError(f'{target!r} does not have the attribute {self.name!r}')
        new = self.new
        if new is DEFAULT:
            kw = dict(self.kw)
            factory = kw.pop('new_callable', None)
            autospec = kw.pop('autospec', None)
            if autospec:
                kw['spec'] = self.old
            if factory is None:
                factory = AsyncMock if inspect.iscoroutinefunction(self.old) else MagicMock
            new = factory(**({'name': self.name, **kw} if isinstance(factory, type) and issubclass(factory, NonCallableMock) else kw))
        setattr(target, self.name, new)
        return new
    def __exit__(self, *a):
        if self.old is _nothing or not self.local:
            delattr(self.place, self.name)
        else:
            setattr(self.place, self.name, self.old)
        return False
    def start(self):
        _started.append(self)
        return self.__enter__()
    def stop(self):
        if self in _started:
            _started.remove(self)
        self.__exit__(None, None, None)
    def __call__(self, f):
        if isinstance(f, type):
            for n in dir(f):
                if n.startswith('test') and callable(getattr(f, n)):
                    setattr(f, n, _Patch(self.target, self.name, self.new, self.kw, self.create)(getattr(f, n)))
            return f
        if inspect.iscoroutinefunction(f):
            @functools.wraps(f)
            async def patched(*args, **kw):
                with self as new:
                    return await f(*args, *((new,) if self.new is DEFAULT else ()), **kw)
            return patched
        @functools.wraps(f)
        def patched(*args, **kw):
            with self as new:
                return f(*args, *((new,) if self.new is DEFAULT else ()), **kw)
        return patched
_started = []
class _PatchDict:
    def __init__(self, where, values=(), clear=False, **kw):
        self.where, self.values, self.clear = where, {**dict(values), **kw}, clear
    def __enter__(self):
        where = _lookup(self.where) if isinstance(self.where, str) else self.where
        self.place, self.old = where, dict(where)
        if self.clear:
            where.clear()
        where.update(self.values)
        return where
    def __exit__(self, *a):
        self.place.clear()
        self.place.update(self.old)
        return False
    start = __enter__
    def stop(self):
        self.__exit__()
    def __call__(self, f):
        @functools.wraps(f)
        def patched(*args, **kw):
            with self:
                return f(*args, **kw)
        return patched
def patch(target, new=DEFAULT, create=False, **kw):
    where, _, name = target.rpartition('.')
    if not where:
        raise TypeError(f'Need a valid target to patch. You supplied: {target!r}')
    return _Patch(lambda: _lookup(where), name, new, kw, create)
def _patch_object(target, name, new=DEFAULT, create=False, **kw):
    return _Patch(target, name, new, kw, create)
def _stopall():
    for p in list(reversed(_started)):
        p.stop()
patch.object, patch.dict, patch.stopall = _patch_object, _PatchDict, _stopall
