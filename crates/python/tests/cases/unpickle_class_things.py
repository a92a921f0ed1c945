class Meta(type):
    def __new__(m, n, b, d): d['tag'] = n.lower(); return super().__new__(m, n, b, d)
class X(metaclass=Meta):
    def __init_subclass__(cls, **kw): print('sub', cls.__name__)
    def __getattr__(self, n): return 'dyn ' + n
    def __len__(self): return 3
    def __contains__(self, x): return x == 1
    __slots__ = ()
class Y(X): pass
print(X.tag, Y().foo, len(Y()), 1 in Y(), Y.__mro__)
class Desc:
    def __set_name__(self, o, n): self.n = n
    def __get__(self, i, o): return f'get {self.n}'
class Z: d = Desc()
print(Z().d, Z.d)
