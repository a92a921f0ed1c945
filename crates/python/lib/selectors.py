# Selectors over select.
import select
import collections
EVENT_READ, EVENT_WRITE = 1, 2
SelectorKey = collections.namedtuple('SelectorKey', 'fileobj fd events data')
class DefaultSelector:
    def __init__(self):
        self._keys = {}
    def register(self, fileobj, events, data=None):
        fd = fileobj if isinstance(fileobj, int) else fileobj.fileno()
        if fd in self._keys:
            raise KeyError(f'{fileobj!r} (FD {fd}) is already registered')
        key = self._keys[fd] = SelectorKey(fileobj, fd, events, data)
        return key
    def unregister(self, fileobj):
        return self._keys.pop(fileobj if isinstance(fileobj, int) else fileobj.fileno())
    def modify(self, fileobj, events, data=None):
        self.unregister(fileobj)
        return self.register(fileobj, events, data)
    def select(self, timeout=None):
        keys = self._keys.values()
        r, w, _ = select.select([k.fd for k in keys if k.events & 1], [k.fd for k in keys if k.events & 2], [], timeout)
        return [(k, (1 if k.fd in r else 0) | (2 if k.fd in w else 0)) for k in keys if k.fd in r or k.fd in w]
    def get_map(self):
        return self._keys
    def close(self):
        self._keys.clear()
    def __enter__(self):
        return self
    def __exit__(self, *a):
        self.close()
SelectSelector = PollSelector = EpollSelector = BaseSelector = DefaultSelector
