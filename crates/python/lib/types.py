import sys
def _f():
    yield
async def _c():
    pass
async def _ag():
    yield
FunctionType = LambdaType = type(_f)
GeneratorType = type(_f())
_coro = _c()
CoroutineType = type(_coro)
_coro.close()
AsyncGeneratorType = type(_ag())
CodeType = type(_f.__code__)
class _C:
    def m(self):
        pass
MethodType = type(_C().m)
BuiltinFunctionType = BuiltinMethodType = WrapperDescriptorType = MethodWrapperType = MethodDescriptorType = type(len)
ModuleType = type(sys)
MappingProxyType = type(type.__dict__)
SimpleNamespace = type(sys.flags)
NoneType = type(None)
EllipsisType = type(...)
NotImplementedType = type(NotImplemented)
GenericAlias = type(list[int])
UnionType = type(int | str)
try:
    raise TypeError
except TypeError as _e:
    TracebackType = type(_e.__traceback__)
    FrameType = type(_e.__traceback__.tb_frame)
CellType = type((lambda x: lambda: x)(1).__closure__[0])
GetSetDescriptorType = MemberDescriptorType = property
class DynamicClassAttribute(property):
    pass
def new_class(name, bases=(), kwds=None, exec_body=None):
    ns = {}
    if exec_body is not None:
        exec_body(ns)
    kwds = dict(kwds or {})
    meta = kwds.pop('metaclass', type(bases[0]) if bases else type)
    return meta(name, tuple(bases), ns, **kwds)
def coroutine(f):
    return f
def resolve_bases(bases):
    return bases
