import sys
from functools import wraps
from abc import ABC

class AbstractContextManager(ABC):
    def __enter__(self):
        return self
    def __exit__(self, *a):
        return None
    @classmethod
    def __class_getitem__(cls, item):
        return cls
class AbstractAsyncContextManager(ABC):
    async def __aenter__(self):
        return self
    async def __aexit__(self, *a):
        return None

class ContextDecorator:
    def _recreate_cm(self):
        return self
    def __call__(self, func):
        @wraps(func)
        def inner(*args, **kw):
            with self._recreate_cm():
                return func(*args, **kw)
        return inner

class _GeneratorContextManager(ContextDecorator):
    def __init__(self, func, args, kw):
        self.gen = func(*args, **kw)
        self.func, self.args, self.kw = func, args, kw
    def _recreate_cm(self):
        return _GeneratorContextManager(self.func, self.args, self.kw)
    def __enter__(self):
        try:
            return next(self.gen)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None
    def __exit__(self, typ, value, tb):
        if typ is None:
            try:
                next(self.gen)
            except StopIteration:
                return False
            raise RuntimeError("generator didn't stop")
        if value is None:
            value = typ()
        try:
            self.gen.throw(value)
        except StopIteration as e:
            return e is not value
        except RuntimeError as e:
            if e is value:
                return False
            if isinstance(value, StopIteration) and e.__cause__ is value:
                return False
            raise
        except BaseException as e:
            if e is not value:
                raise
            return False
        raise RuntimeError("generator didn't stop after throw()")

def contextmanager(func):
    @wraps(func)
    def helper(*args, **kw):
        return _GeneratorContextManager(func, args, kw)
    return helper

class _AsyncGeneratorContextManager:
    def __init__(self, func, args, kw):
        self.gen = func(*args, **kw)
    async def __aenter__(self):
        try:
            return await self.gen.__anext__()
        except StopAsyncIteration:
            raise RuntimeError("generator didn't yield") from None
    async def __aexit__(self, typ, value, tb):
        if typ is None:
            try:
                await self.gen.__anext__()
            except StopAsyncIteration:
                return False
            raise RuntimeError("generator didn't stop")
        try:
            await self.gen.athrow(value)
        except StopAsyncIteration as e:
            return e is not value
        except BaseException as e:
            if e is not value:
                raise
            return False
        raise RuntimeError("generator didn't stop after athrow()")
def asynccontextmanager(func):
    @wraps(func)
    def helper(*args, **kw):
        return _AsyncGeneratorContextManager(func, args, kw)
    return helper

class closing:
    def __init__(self, thing):
        self.thing = thing
    def __enter__(self):
        return self.thing
    def __exit__(self, *a):
        self.thing.close()
class suppress:
    def __init__(self, *exceptions):
        self._exceptions = exceptions
    def __enter__(self):
        pass
    def __exit__(self, typ, value, tb):
        return typ is not None and issubclass(typ, self._exceptions)
class _Redirect:
    _stream = None
    def __init__(self, target):
        self._target = target
        self._old = []
    def __enter__(self):
        self._old.append(getattr(sys, self._stream))
        setattr(sys, self._stream, self._target)
        return self._target
    def __exit__(self, *a):
        setattr(sys, self._stream, self._old.pop())
class redirect_stdout(_Redirect):
    _stream = 'stdout'
class redirect_stderr(_Redirect):
    _stream = 'stderr'
class nullcontext:
    def __init__(self, enter_result=None):
        self.enter_result = enter_result
    def __enter__(self):
        return self.enter_result
    def __exit__(self, *a):
        pass
    async def __aenter__(self):
        return self.enter_result
    async def __aexit__(self, *a):
        pass
class chdir:
    def __init__(self, path):
        self.path = path
        self._old = []
    def __enter__(self):
        import os
        self._old.append(os.getcwd())
        os.chdir(self.path)
    def __exit__(self, *a):
        import os
        os.chdir(self._old.pop())
class ExitStack:
    def __init__(self):
        self._callbacks = []
    def enter_context(self, cm):
        v = type(cm).__enter__(cm)
        self._callbacks.append(lambda *a: type(cm).__exit__(cm, *a))
        return v
    def push(self, exit):
        if hasattr(type(exit), '__exit__'):
            self._callbacks.append(lambda *a: type(exit).__exit__(exit, *a))
        else:
            self._callbacks.append(exit)
        return exit
    def callback(self, f, /, *args, **kw):
        def run(*a):
            f(*args, **kw)
        self._callbacks.append(run)
        return f
    def pop_all(self):
        new = type(self)()
        new._callbacks = self._callbacks
        self._callbacks = []
        return new
    def close(self):
        self.__exit__(None, None, None)
    def __enter__(self):
        return self
    def __exit__(self, typ, value, tb):
        had = typ is not None
        suppressed = False
        pending = None
        details = (typ, value, tb)
        while self._callbacks:
            cb = self._callbacks.pop()
            try:
                if cb(*details):
                    suppressed = True
                    pending = None
                    details = (None, None, None)
            except BaseException as e:
                pending = e
                details = (type(e), e, e.__traceback__)
        if pending is not None:
            raise pending
        return had and suppressed
class AsyncExitStack(ExitStack):
    async def enter_async_context(self, cm):
        v = await cm.__aenter__()
        self._async = getattr(self, '_async', []) + [cm]
        return v
    async def __aenter__(self):
        return self
    async def __aexit__(self, *a):
        for cm in reversed(getattr(self, '_async', [])):
            await cm.__aexit__(*a)
        return ExitStack.__exit__(self, *a)
