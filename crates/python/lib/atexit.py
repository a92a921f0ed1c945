import sys
_list = sys.modules['builtins'].__dict__['__prelude__']['_atexit']
def register(f, *args, **kw):
    _list.append((f, args, kw))
    return f
def unregister(f):
    _list[:] = [x for x in _list if x[0] != f]
