# Coroutines taking turns: tasks, sleeping, waiting, queues, locks, threads and child processes' ends. Streams are left out.
import heapq
import time
import threading
import contextvars
import queue as _queue
class CancelledError(BaseException):
    pass
class InvalidStateError(Exception):
    pass
class QueueEmpty(Exception):
    pass
class QueueFull(Exception):
    pass
TimeoutError = TimeoutError
FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED = 'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED'
for _c in (CancelledError, InvalidStateError):
    _c.__module__ = 'asyncio.exceptions'
_running = None
_names = [0]
class Future:
    def __init__(self, *, loop=None):
        self._loop = loop or get_event_loop()
        self._state, self._result, self._exception, self._callbacks = 'PENDING', None, None, []
    def done(self):
        return self._state != 'PENDING'
    def cancelled(self):
        return self._state == 'CANCELLED'
    def result(self):
        if self._state == 'CANCELLED':
            raise CancelledError()
        if self._state == 'PENDING':
            raise InvalidStateError('Result is not set.')
        if self._exception is not None:
            raise self._exception
        return self._result
    def exception(self):
        if self._state == 'CANCELLED':
            raise CancelledError()
        if self._state == 'PENDING':
            raise InvalidStateError('Exception is not set.')
        return self._exception
    def set_result(self, value):
        self._finish('FINISHED', value, None)
    def set_exception(self, e):
        self._finish('FINISHED', None, e() if isinstance(e, type) else e)
    def _finish(self, state, value, e):
        if self._state != 'PENDING':
            raise InvalidStateError('invalid state')
        self._state, self._result, self._exception = state, value, e
        for f in self._callbacks:
            self._loop.call_soon(f, self)
        self._callbacks = []
    def cancel(self, msg=None):
        if self.done():
            return False
        self._finish('CANCELLED', None, None)
        return True
    def add_done_callback(self, f, *, context=None):
        if self.done():
            self._loop.call_soon(f, self)
        else:
            self._callbacks.append(f)
    def remove_done_callback(self, f):
        self._callbacks = [g for g in self._callbacks if g is not f]
    def get_loop(self):
        return self._loop
    def __await__(self):
        if not self.done():
            yield self
        return self.result()
    __iter__ = __await__
class Task(Future):
    def __init__(self, coro, *, loop=None, name=None, context=None):
        super().__init__(loop=loop)
        _names[0] += 1
        self._coro, self._name, self._waits, self._cancel = coro, name or f'Task-{_names[0]}', None, False
        self._loop._tasks.append(self)
        self._loop.call_soon(self._step)
    def __repr__(self):
        return f"<Task {self._state.lower()} name={self._name!r} coro=<{self._coro.__qualname__}()>>"
    def get_name(self):
        return self._name
    def set_name(self, name):
        self._name = str(name)
    def get_coro(self):
        return self._coro
    def cancel(self, msg=None):
        if self.done():
            return False
        if self._waits is not None and self._waits.cancel():
            return True
        self._cancel = True
        return True
    def _step(self, waited=None):
        if self.done():
            return
        before, self._loop._current = self._loop._current, self
        self._waits = None
        try:
            if self._cancel:
                self._cancel = False
                waited = self._coro.throw(CancelledError())
            else:
                waited = self._coro.send(None)
        except StopIteration as e:
            self._over('FINISHED', e.value, None)
        except CancelledError:
            self._over('CANCELLED', None, None)
        except (KeyboardInterrupt, SystemExit) as e:
            self._over('FINISHED', None, e)
            raise
        except BaseException as e:
            self._over('FINISHED', None, e)
        else:
            if waited is None:
                self._loop.call_soon(self._step)
            elif isinstance(waited, Future):
                self._waits = waited
                waited.add_done_callback(self._step)
                if self._cancel and waited.cancel():
                    self._cancel = False
            else:
                self._coro.throw(RuntimeError(f'Task got bad yield: {waited!r}'))
        finally:
            self._loop._current = before
    def _over(self, state, value, e):
        if self in self._loop._tasks:
            self._loop._tasks.remove(self)
        self._finish(state, value, e)
class _Handle:
    def __init__(self, f, args):
        self._f, self._args, self._cancelled = f, args, False
    def cancel(self):
        self._cancelled = True
    def cancelled(self):
        return self._cancelled
    def __lt__(self, o):
        return False
class EventLoop:
    def __init__(self):
        self._ready, self._later, self._tasks, self._current, self._count, self._closed, self._stopping = [], [], [], None, 0, False, False
        self._lock = threading.Condition(threading.Lock())
        self._outside = 0
    def time(self):
        return time.monotonic()
    def call_soon(self, f, *args, context=None):
        h = _Handle(f, args)
        self._ready.append(h)
        return h
    def call_soon_threadsafe(self, f, *args, context=None):
        with self._lock:
            h = self.call_soon(f, *args)
            self._lock.notify()
        return h
    def call_at(self, when, f, *args, context=None):
        h = _Handle(f, args)
        self._count += 1
        heapq.heappush(self._later, (when, self._count, h))
        return h
    def call_later(self, delay, f, *args, context=None):
        return self.call_at(self.time() + delay, f, *args)
    def create_future(self):
        return Future(loop=self)
    def create_task(self, coro, *, name=None, context=None):
        return Task(coro, loop=self, name=name)
    def is_running(self):
        return _running is self
    def is_closed(self):
        return self._closed
    def close(self):
        self._closed = True
    def stop(self):
        self._stopping = True
    def set_debug(self, v):
        pass
    def get_debug(self):
        return False
    def add_signal_handler(self, sig, f, *args):
        import signal
        signal.signal(sig, lambda *a: self.call_soon_threadsafe(f, *args))
    def run_in_executor(self, executor, f, *args):
        out = Future(loop=self)
        self._outside += 1
        def work():
            try:
                value, e = f(*args), None
            except BaseException as x:
                value, e = None, x
            def done():
                self._outside -= 1
                if not out.done():
                    out.set_exception(e) if e is not None else out.set_result(value)
            self.call_soon_threadsafe(done)
        threading.Thread(target=work, daemon=True).start()
        return out
    def _once(self):
        if not self._ready:
            with self._lock:
                if not self._ready:
                    wait = None if not self._later else max(0, self._later[0][0] - self.time()) + 1e-6
                    if wait is None and not self._outside:
                        wait = 3600
                    self._lock.wait(wait)
        now = self.time()
        while self._later and self._later[0][0] <= now:
            self._ready.append(heapq.heappop(self._later)[2])
        batch, self._ready = self._ready, []
        for h in batch:
            if not h._cancelled:
                h._f(*h._args)
    def run_forever(self):
        global _running
        before, _running = _running, self
        try:
            while not self._stopping:
                self._once()
        finally:
            self._stopping = False
            _running = before
    def run_until_complete(self, what):
        global _running
        if _running is not None:
            raise RuntimeError('This event loop is already running')
        t = ensure_future(what, loop=self)
        _running = self
        try:
            while not t.done():
                self._once()
        finally:
            _running = None
        return t.result()
    async def shutdown_asyncgens(self):
        pass
AbstractEventLoop = BaseEventLoop = EventLoop
_loop = None
def new_event_loop():
    return EventLoop()
def set_event_loop(loop):
    global _loop
    _loop = loop
def get_event_loop():
    global _loop
    if _running is not None:
        return _running
    if _loop is None or _loop._closed:
        _loop = EventLoop()
    return _loop
def get_running_loop():
    if _running is None:
        raise RuntimeError('no running event loop')
    return _running
def iscoroutine(x):
    return hasattr(x, 'send') and hasattr(x, 'cr_frame') or type(x).__name__ == 'coroutine'
def iscoroutinefunction(f):
    import inspect
    return inspect.iscoroutinefunction(f)
def isfuture(x):
    return isinstance(x, Future)
def run(main, *, debug=None, loop_factory=None):
    global _loop
    if _running is not None:
        raise RuntimeError('asyncio.run() cannot be called from a running event loop')
    if not iscoroutine(main):
        raise ValueError(f'a coroutine was expected, got {main!r}')
    loop = EventLoop()
    try:
        return loop.run_until_complete(main)
    finally:
        left = list(loop._tasks)
        for t in left:
            t.cancel()
        if left:
            loop.run_until_complete(gather(*left, return_exceptions=True))
        loop.close()
class Runner:
    def __init__(self, *, debug=None, loop_factory=None):
        self._loop = EventLoop()
    def __enter__(self):
        return self
    def __exit__(self, *a):
        self._loop.close()
    def run(self, coro):
        return self._loop.run_until_complete(coro)
def ensure_future(x, *, loop=None):
    if isinstance(x, Future):
        return x
    loop = loop or get_event_loop()
    if iscoroutine(x):
        return Task(x, loop=loop)
    if hasattr(x, '__await__'):
        async def wrap():
            return await x
        return Task(wrap(), loop=loop)
    raise TypeError('An asyncio.Future, a coroutine or an awaitable is required')
def create_task(coro, *, name=None, context=None):
    return get_running_loop().create_task(coro, name=name)
def current_task(loop=None):
    return (loop or get_running_loop())._current
def all_tasks(loop=None):
    return set((loop or get_running_loop())._tasks)
async def sleep(delay, result=None):
    loop = get_running_loop()
    f = Future(loop=loop)
    h = loop.call_soon(lambda: f.done() or f.set_result(result)) if delay <= 0 else loop.call_later(delay, lambda: f.done() or f.set_result(result))
    try:
        return await f
    finally:
        h.cancel()
def gather(*what, return_exceptions=False):
    loop = get_event_loop()
    tasks = [ensure_future(w, loop=loop) for w in what]
    out = Future(loop=loop)
    if not tasks:
        out.set_result([])
        return out
    def one(t):
        if out.done():
            return
        if not return_exceptions:
            if t.cancelled():
                out.set_exception(CancelledError())
                return
            if t._exception is not None:
                out.set_exception(t._exception)
                return
        if all([t.done() for t in tasks]):
            out.set_result([CancelledError() if t.cancelled() else t._exception if t._exception is not None else t._result for t in tasks])
    for t in tasks:
        t.add_done_callback(one)
    return out
async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    fs = [ensure_future(f) for f in fs]
    loop = get_running_loop()
    gate = Future(loop=loop)
    def look(_=None):
        done = [f for f in fs if f.done()]
        if not gate.done() and (len(done) == len(fs) or done and return_when == FIRST_COMPLETED or return_when == FIRST_EXCEPTION and [f for f in done if f._exception]):
            gate.set_result(None)
    for f in fs:
        f.add_done_callback(look)
    h = loop.call_later(timeout, lambda: gate.done() or gate.set_result(None)) if timeout is not None else None
    look()
    await gate
    if h:
        h.cancel()
    return {f for f in fs if f.done()}, {f for f in fs if not f.done()}
async def wait_for(what, timeout):
    if timeout is None:
        return await what
    t = ensure_future(what)
    done, pending = await wait([t], timeout=timeout)
    if pending:
        t.cancel()
        await wait([t])
        raise TimeoutError()
    return t.result()
def as_completed(fs, *, timeout=None):
    done = Queue()
    tasks = [ensure_future(f) for f in fs]
    for t in tasks:
        t.add_done_callback(done.put_nowait)
    async def next_one():
        return (await done.get()).result()
    for _ in tasks:
        yield next_one()
def shield(x):
    return ensure_future(x)
async def to_thread(f, /, *args, **kw):
    return await get_running_loop().run_in_executor(None, lambda: f(*args, **kw))
class timeout:
    def __init__(self, delay):
        self._delay, self._late = delay, False
    async def __aenter__(self):
        task = current_task()
        def ring():
            self._late = True
            task.cancel()
        self._h = get_running_loop().call_later(self._delay, ring) if self._delay is not None else None
        return self
    async def __aexit__(self, kind, e, tb):
        if self._h:
            self._h.cancel()
        if self._late and kind is CancelledError:
            raise TimeoutError() from e
class TaskGroup:
    async def __aenter__(self):
        self._own = []
        return self
    def create_task(self, coro, *, name=None, context=None):
        t = create_task(coro, name=name)
        self._own.append(t)
        return t
    async def __aexit__(self, kind, e, tb):
        if kind is not None:
            for t in self._own:
                t.cancel()
        while [t for t in self._own if not t.done()]:
            await wait([t for t in self._own if not t.done()], return_when=FIRST_EXCEPTION)
            if [t for t in self._own if t.done() and not t.cancelled() and t._exception]:
                for t in self._own:
                    t.cancel()
        errors = [t._exception for t in self._own if not t.cancelled() and t._exception]
        if e is not None and not isinstance(e, CancelledError):
            errors.insert(0, e)
        if errors:
            raise BaseExceptionGroup('unhandled errors in a TaskGroup', errors)
class _Waiters:
    def __init__(self):
        self._waiting = []
    async def _sleep(self):
        f = Future()
        self._waiting.append(f)
        try:
            await f
        finally:
            if f in self._waiting:
                self._waiting.remove(f)
    def _wake(self, n=1):
        for f in self._waiting[:n]:
            self._waiting.remove(f)
            if not f.done():
                f.set_result(None)
class Event(_Waiters):
    _flag = False
    def is_set(self):
        return self._flag
    def set(self):
        self._flag = True
        self._wake(len(self._waiting))
    def clear(self):
        self._flag = False
    async def wait(self):
        while not self._flag:
            await self._sleep()
        return True
class Semaphore(_Waiters):
    def __init__(self, value=1):
        super().__init__()
        self._value = value
    def locked(self):
        return self._value == 0
    async def acquire(self):
        while self._value <= 0:
            await self._sleep()
        self._value -= 1
        return True
    def release(self):
        self._value += 1
        self._wake()
    async def __aenter__(self):
        await self.acquire()
    async def __aexit__(self, *a):
        self.release()
BoundedSemaphore = Semaphore
class Lock(Semaphore):
    def __init__(self):
        super().__init__(1)
    def release(self):
        if self._value:
            raise RuntimeError('Lock is not acquired.')
        super().release()
class Condition(Lock):
    def __init__(self, lock=None):
        super().__init__()
        self._sleepers = _Waiters()
    async def wait(self):
        self.release()
        try:
            await self._sleepers._sleep()
        finally:
            await self.acquire()
        return True
    async def wait_for(self, predicate):
        while not predicate():
            await self.wait()
        return True
    def notify(self, n=1):
        self._sleepers._wake(n)
    def notify_all(self):
        self._sleepers._wake(len(self._sleepers._waiting))
class Queue:
    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._items, self._getters, self._putters, self._unfinished, self._idle = [], _Waiters(), _Waiters(), 0, Event()
        self._idle.set()
    def qsize(self):
        return len(self._items)
    def empty(self):
        return not self._items
    def full(self):
        return 0 < self.maxsize <= len(self._items)
    def _add(self, x):
        self._items.append(x)
    def _take(self):
        return self._items.pop(0)
    def put_nowait(self, x):
        if self.full():
            raise QueueFull
        self._add(x)
        self._unfinished += 1
        self._idle.clear()
        self._getters._wake()
    async def put(self, x):
        while self.full():
            await self._putters._sleep()
        self.put_nowait(x)
    def get_nowait(self):
        if not self._items:
            raise QueueEmpty
        x = self._take()
        self._putters._wake()
        return x
    async def get(self):
        while not self._items:
            await self._getters._sleep()
        return self.get_nowait()
    def task_done(self):
        if self._unfinished <= 0:
            raise ValueError('task_done() called too many times')
        self._unfinished -= 1
        if not self._unfinished:
            self._idle.set()
    async def join(self):
        if self._unfinished:
            await self._idle.wait()
class PriorityQueue(Queue):
    def _add(self, x):
        heapq.heappush(self._items, x)
    def _take(self):
        return heapq.heappop(self._items)
class LifoQueue(Queue):
    def _take(self):
        return self._items.pop()
def __getattr__(name):
    if name in ('open_connection', 'start_server', 'create_subprocess_exec', 'create_subprocess_shell', 'StreamReader', 'StreamWriter', 'Protocol'):
        raise AttributeError(f'drydock: asyncio.{name} is not simulated')
    raise AttributeError(f"module 'asyncio' has no attribute {name!r}")
