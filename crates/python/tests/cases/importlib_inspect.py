import importlib, inspect
print(importlib.import_module('os.path').join('a', 'b'))
try:
    importlib.import_module('no_such_module')
except ModuleNotFoundError as e:
    print(e, e.name)
def f(a, b: int = 2, *args, c, d='x', **kw) -> str:
    """Doc.

       More.
    """
async def g(): pass
print(inspect.signature(f), inspect.getdoc(f), inspect.iscoroutinefunction(g), inspect.isfunction(f), inspect.isclass(int))
print(list(inspect.signature(f).parameters))
class C:
    def m(self, x): pass
print(inspect.signature(C().m), inspect.signature(C.m))
