def add(a, b): return a + b
def sub(a, b): return a - b
def mul(a, b): return a * b
def truediv(a, b): return a / b
def floordiv(a, b): return a // b
def mod(a, b): return a % b
def pow(a, b): return a ** b
def neg(a): return -a
def not_(a): return not a
def eq(a, b): return a == b
def ne(a, b): return a != b
def lt(a, b): return a < b
def le(a, b): return a <= b
def gt(a, b): return a > b
def ge(a, b): return a >= b
def is_(a, b): return a is b
def is_not(a, b): return a is not b
def and_(a, b): return a & b
def or_(a, b): return a | b
def xor(a, b): return a ^ b
def contains(a, b): return b in a
def concat(a, b): return a + b
def truth(a): return bool(a)
def getitem(a, b): return a[b]
def setitem(a, b, c): a[b] = c
def delitem(a, b): del a[b]
def index(a): return a.__index__()
def iadd(a, b):
    a += b
    return a
def attrgetter(*names):
    def one(o, n):
        for p in n.split('.'):
            o = getattr(o, p)
        return o
    if len(names) == 1:
        return lambda o: one(o, names[0])
    return lambda o: tuple([one(o, n) for n in names])
def itemgetter(*keys):
    if len(keys) == 1:
        k = keys[0]
        return lambda o: o[k]
    return lambda o: tuple([o[k] for k in keys])
def methodcaller(name, *args, **kw):
    return lambda o: getattr(o, name)(*args, **kw)
