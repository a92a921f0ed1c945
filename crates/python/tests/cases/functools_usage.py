from functools import reduce, partial, lru_cache, wraps, cached_property, total_ordering, singledispatch
@lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(50), fib.cache_info(), reduce(lambda a, b: a * b, [1, 2, 3, 4]), partial(int, base=2)('101'))
class A:
    @cached_property
    def v(self): print('once'); return 1
a = A(); print(a.v, a.v)
@singledispatch
def f(x): return 'any'
@f.register
def _(x: int): return 'int'
print(f(1), f('x'))
