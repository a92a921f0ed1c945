import weakref, gc, keyword, timeit, locale
class A: pass
a = A()
print(weakref.ref(a)() is a, gc.isenabled(), keyword.iskeyword('for'), keyword.iskeyword('x'))
