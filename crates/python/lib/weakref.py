# References that, here, keep their objects alive.
class ref:
    def __init__(self, x, callback=None):
        self._x = x
    def __call__(self):
        return self._x
def proxy(x, callback=None):
    return x
WeakKeyDictionary = WeakValueDictionary = dict
WeakSet = set
class finalize:
    def __init__(self, x, f, *args, **kw):
        import atexit
        self.alive, self._call = True, lambda: f(*args, **kw)
        atexit.register(self)
    def __call__(self):
        if self.alive:
            self.alive = False
            return self._call()
