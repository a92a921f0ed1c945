import sys
import _host
_p = sys.modules['builtins'].__dict__['__prelude__']
_new, _try, _wait, _release, _held, _start, _ident, _alive = (_p[n] for n in (
    '_lock_new', '_lock_try', '_lock_wait', '_lock_release', '_lock_held', '_thread_start', '_thread_id', '_threads_alive'))
TIMEOUT_MAX = 9223372036.0

def get_ident():
    return 139637976727552 + _ident() * 8192
get_native_id = lambda: _host.getpid() + _ident() - 1

class Lock:
    def __init__(self):
        self._l = _new()
    def acquire(self, blocking=True, timeout=-1):
        if _try(self._l):
            return True
        if not blocking:
            return False
        return _wait(self._l, -1 if timeout is None or timeout < 0 else int(timeout * 1e9))
    def release(self):
        _release(self._l)
    def locked(self):
        return _held(self._l)
    def __enter__(self):
        self.acquire()
        return True
    def __exit__(self, *a):
        self.release()
    def __repr__(self):
        return f"<{'locked' if self.locked() else 'unlocked'} _thread.lock object at {hex(id(self))}>"

class RLock:
    def __init__(self):
        self._l = Lock()
        self._owner = None
        self._count = 0
    def acquire(self, blocking=True, timeout=-1):
        me = _ident()
        if self._owner == me:
            self._count += 1
            return True
        if self._l.acquire(blocking, timeout):
            self._owner = me
            self._count = 1
            return True
        return False
    def release(self):
        if self._owner != _ident():
            raise RuntimeError('cannot release un-acquired lock')
        self._count -= 1
        if not self._count:
            self._owner = None
            self._l.release()
    def _is_owned(self):
        return self._owner == _ident()
    def __enter__(self):
        self.acquire()
        return True
    def __exit__(self, *a):
        self.release()

class Condition:
    def __init__(self, lock=None):
        self._lock = RLock() if lock is None else lock
        self._waiters = []
        self.acquire = self._lock.acquire
        self.release = self._lock.release
    def __enter__(self):
        return self._lock.__enter__()
    def __exit__(self, *a):
        return self._lock.__exit__(*a)
    def wait(self, timeout=None):
        w = _new()
        _try(w)
        self._waiters.append(w)
        depth = 1
        if isinstance(self._lock, RLock):
            depth = self._lock._count
            self._lock._count = 1
        self._lock.release()
        try:
            got = _wait(w, -1 if timeout is None else max(0, int(timeout * 1e9)))
            if not got:
                try:
                    self._waiters.remove(w)
                except ValueError:
                    pass
            return got
        finally:
            self._lock.acquire()
            if isinstance(self._lock, RLock):
                self._lock._count = depth
    def wait_for(self, predicate, timeout=None):
        end = None if timeout is None else _host.monotonic() + int(timeout * 1e9)
        r = predicate()
        while not r:
            left = None
            if end is not None:
                left = (end - _host.monotonic()) / 1e9
                if left <= 0:
                    break
            self.wait(left)
            r = predicate()
        return r
    def notify(self, n=1):
        for _ in range(n):
            if not self._waiters:
                return
            _release(self._waiters.pop(0))
    def notify_all(self):
        self.notify(len(self._waiters))
    notifyAll = notify_all

class Event:
    def __init__(self):
        self._cond = Condition(Lock())
        self._flag = False
    def is_set(self):
        return self._flag
    isSet = is_set
    def set(self):
        with self._cond:
            self._flag = True
            self._cond.notify_all()
    def clear(self):
        self._flag = False
    def wait(self, timeout=None):
        with self._cond:
            if not self._flag:
                self._cond.wait(timeout)
            return self._flag

class Semaphore:
    def __init__(self, value=1):
        if value < 0:
            raise ValueError('semaphore initial value must be >= 0')
        self._cond = Condition(Lock())
        self._value = value
    def acquire(self, blocking=True, timeout=None):
        with self._cond:
            if not self._cond_ok(blocking, timeout):
                return False
            self._value -= 1
            return True
    def _cond_ok(self, blocking, timeout):
        if self._value > 0:
            return True
        if not blocking:
            return False
        return self._cond.wait_for(lambda: self._value > 0, timeout)
    def release(self, n=1):
        with self._cond:
            self._value += n
            self._cond.notify(n)
    def __enter__(self):
        self.acquire()
    def __exit__(self, *a):
        self.release()
class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        super().__init__(value)
        self._initial = value
    def release(self, n=1):
        if self._value + n > self._initial:
            raise ValueError('Semaphore released too many times')
        super().release(n)

class BrokenBarrierError(RuntimeError):
    pass
class Barrier:
    def __init__(self, parties, action=None, timeout=None):
        self.parties = parties
        self._action = action
        self._cond = Condition(Lock())
        self._count = 0
        self._turn = 0
    def wait(self, timeout=None):
        with self._cond:
            i = self._count
            self._count += 1
            if self._count == self.parties:
                if self._action:
                    self._action()
                self._count = 0
                self._turn += 1
                self._cond.notify_all()
            else:
                turn = self._turn
                self._cond.wait_for(lambda: self._turn != turn, timeout)
            return i

class local:
    def __init__(self):
        object.__setattr__(self, '_spaces', {})
    def _space(self):
        return self._spaces.setdefault(_ident(), {})
    def __getattr__(self, name):
        try:
            return self._space()[name]
        except KeyError:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'") from None
    def __setattr__(self, name, value):
        self._space()[name] = value
    def __delattr__(self, name):
        try:
            del self._space()[name]
        except KeyError:
            raise AttributeError(name) from None

_counter = [0]
_by_id = {}

class Thread:
    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        self._target = target
        self._args = args
        self._kwargs = kwargs or {}
        if name is None:
            _counter[0] += 1
            name = f'Thread-{_counter[0]}'
            if target is not None and hasattr(target, '__name__'):
                name += f' ({target.__name__})'
        self._name = str(name)
        self._daemon = current_thread().daemon if daemon is None else bool(daemon)
        self._started = False
        self._done = False
        self._ident = None
        self._over = Event()
    @property
    def name(self):
        return self._name
    @name.setter
    def name(self, v):
        self._name = str(v)
    @property
    def ident(self):
        return self._ident
    native_id = ident
    @property
    def daemon(self):
        return self._daemon
    @daemon.setter
    def daemon(self, v):
        if self._started:
            raise RuntimeError('cannot set daemon status of active thread')
        self._daemon = v
    def isDaemon(self):
        return self._daemon
    def setDaemon(self, v):
        self.daemon = v
    def getName(self):
        return self._name
    def setName(self, v):
        self._name = v
    def run(self):
        if self._target is not None:
            self._target(*self._args, **self._kwargs)
    def start(self):
        if self._started:
            raise RuntimeError('threads can only be started once')
        self._started = True
        if not self._daemon:
            _alive.append(self)
        n = _start(_bootstrap, self)
        self._ident = 139637976727552 + n * 8192
        _by_id[n] = self
    def is_alive(self):
        return self._started and not self._done
    def join(self, timeout=None):
        if not self._started:
            raise RuntimeError('cannot join thread before it is started')
        if self is current_thread():
            raise RuntimeError('cannot join current thread')
        self._over.wait(timeout)
    def __repr__(self):
        status = 'initial' if not self._started else 'stopped' if self._done else 'started'
        return f"<{type(self).__name__}({self._name}, {status}{' daemon' if self._daemon else ''}{'' if self._ident is None else f' {self._ident}'})>"

class _ExceptHookArgs(tuple):
    exc_type = property(lambda s: s[0])
    exc_value = property(lambda s: s[1])
    exc_traceback = property(lambda s: s[2])
    thread = property(lambda s: s[3])
def excepthook(args):
    if args.exc_type is SystemExit:
        return
    sys.stderr.write(f'Exception in thread {args.thread.name}:\n' + _p['_format_exception'](args.exc_value))
__excepthook__ = excepthook

_library_run = Thread.run

def _bootstrap(thread):
    try:
        thread.run()
    except BaseException as e:
        excepthook(_ExceptHookArgs((type(e), e, e.__traceback__, thread)))
    thread._done = True
    if thread in _alive:
        _alive.remove(thread)
    _by_id.pop(_ident(), None)
    thread._over.set()

class _MainThread(Thread):
    pass
def _main():
    t = Thread.__new__(_MainThread)
    t._target = None
    t._name = 'MainThread'
    t._daemon = False
    t._started = True
    t._done = False
    t._ident = 139637976727552 + 8192
    t._over = Event()
    return t
_main_thread = _main()
_by_id[1] = _main_thread
def main_thread():
    return _main_thread
def current_thread():
    return _by_id.get(_ident(), _main_thread)
currentThread = current_thread
def active_count():
    return len(_by_id)
activeCount = active_count
def enumerate():
    return list(_by_id.values())
def settrace(f):
    pass
setprofile = settrace
def stack_size(n=0):
    return 0

class Timer(Thread):
    def __init__(self, interval, function, args=None, kwargs=None):
        Thread.__init__(self)
        self.interval = interval
        self.function = function
        self.args = args or []
        self.kwargs = kwargs or {}
        self.finished = Event()
    def cancel(self):
        self.finished.set()
    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()
