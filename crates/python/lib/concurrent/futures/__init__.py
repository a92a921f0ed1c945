# Work handed to threads; processes are left out.
import threading
import queue
FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED = 'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED'
class CancelledError(Exception):
    pass
TimeoutError = TimeoutError
class Future:
    def __init__(self):
        self._cond = threading.Condition()
        self._state, self._value, self._error, self._callbacks = 'PENDING', None, None, []
    def done(self):
        return self._state in ('FINISHED', 'CANCELLED')
    def running(self):
        return self._state == 'RUNNING'
    def cancelled(self):
        return self._state == 'CANCELLED'
    def cancel(self):
        with self._cond:
            if self._state != 'PENDING':
                return self._state == 'CANCELLED'
        self._end('CANCELLED', None, None)
        return True
    def _end(self, state, value, error):
        with self._cond:
            self._state, self._value, self._error = state, value, error
            self._cond.notify_all()
        for f in self._callbacks:
            f(self)
    def set_result(self, v):
        self._end('FINISHED', v, None)
    def set_exception(self, e):
        self._end('FINISHED', None, e)
    def _wait(self, timeout):
        with self._cond:
            if not self._cond.wait_for(self.done, timeout):
                raise TimeoutError()
        if self._state == 'CANCELLED':
            raise CancelledError()
    def result(self, timeout=None):
        self._wait(timeout)
        if self._error is not None:
            raise self._error
        return self._value
    def exception(self, timeout=None):
        self._wait(timeout)
        return self._error
    def add_done_callback(self, f):
        if self.done():
            f(self)
        else:
            self._callbacks.append(f)
class Executor:
    def __enter__(self):
        return self
    def __exit__(self, *a):
        self.shutdown()
    def map(self, f, *iterables, timeout=None, chunksize=1):
        fs = [self.submit(f, *args) for args in zip(*iterables)]
        def results():
            for x in fs:
                yield x.result(timeout)
        return results()
class ThreadPoolExecutor(Executor):
    _count = 0
    def __init__(self, max_workers=None, thread_name_prefix='', initializer=None, initargs=()):
        if max_workers is not None and max_workers <= 0:
            raise ValueError('max_workers must be greater than 0')
        self._max = max_workers or 6
        self._prefix = thread_name_prefix or f'ThreadPoolExecutor-{ThreadPoolExecutor._count}'
        ThreadPoolExecutor._count += 1
        self._queue, self._threads, self._idle, self._over = queue.Queue(), [], 0, False
    def _work(self):
        while True:
            item = self._queue.get()
            if item is None:
                return
            self._idle -= 1
            f, what, args, kw = item
            if f._state == 'PENDING':
                f._state = 'RUNNING'
                try:
                    v = what(*args, **kw)
                except BaseException as e:
                    f.set_exception(e)
                else:
                    f.set_result(v)
            self._idle += 1
    def submit(self, fn, /, *args, **kw):
        if self._over:
            raise RuntimeError('cannot schedule new futures after shutdown')
        f = Future()
        if self._queue.qsize() >= self._idle and len(self._threads) < self._max:
            t = threading.Thread(target=self._work, name=f'{self._prefix}_{len(self._threads)}', daemon=True)
            self._threads.append(t)
            self._idle += 1
            t.start()
        self._queue.put((f, fn, args, kw))
        return f
    def shutdown(self, wait=True, *, cancel_futures=False):
        self._over = True
        for _ in self._threads:
            self._queue.put(None)
        if wait:
            for t in self._threads:
                t.join()
class ProcessPoolExecutor(Executor):
    def __init__(self, *a, **k):
        raise NotImplementedError('drydock: ProcessPoolExecutor is not simulated')
def as_completed(fs, timeout=None):
    done = queue.Queue()
    fs = list(dict.fromkeys(fs))
    for f in fs:
        f.add_done_callback(done.put)
    for _ in fs:
        yield done.get(timeout=timeout)
def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    fs = set(fs)
    done = set()
    for f in as_completed(fs, timeout):
        done.add(f)
        if return_when == FIRST_COMPLETED or return_when == FIRST_EXCEPTION and f._error:
            break
    return done, fs - done
