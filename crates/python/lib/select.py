# Waiting for descriptors; those to be written to are always ready.
import _host
error = OSError
POLLIN, POLLPRI, POLLOUT, POLLERR, POLLHUP, POLLNVAL = 1, 2, 4, 8, 16, 32
EPOLLIN, EPOLLOUT = 1, 4
def _fd(x):
    n = x if isinstance(x, int) else x.fileno()
    if n < 0:
        raise ValueError(f'file descriptor cannot be a negative integer ({n})')
    return n
def select(rlist, wlist, xlist, timeout=None):
    r, w = _host.poll([_fd(x) for x in rlist], [_fd(x) for x in wlist], timeout)
    return [x for x in rlist if _fd(x) in r], [x for x in wlist if _fd(x) in w], []
class poll:
    def __init__(self):
        self._fds = {}
    def register(self, fd, eventmask=POLLIN | POLLPRI | POLLOUT):
        self._fds[_fd(fd)] = eventmask
    modify = register
    def unregister(self, fd):
        del self._fds[_fd(fd)]
    def poll(self, timeout=None):
        reads = [f for f, m in self._fds.items() if m & POLLIN]
        writes = [f for f, m in self._fds.items() if m & POLLOUT]
        r, w = _host.poll(reads, writes, None if timeout is None or timeout < 0 else timeout / 1000)
        return [(f, (POLLIN if f in r else 0) | (POLLOUT if f in w else 0)) for f in self._fds if f in r or f in w]
