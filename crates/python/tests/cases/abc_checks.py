from abc import ABC, abstractmethod
class B(ABC):
    @abstractmethod
    def f(self): ...
try:
    B()
except TypeError as e:
    print(str(e)[:34])
class D(B):
    def f(self): return super().f()
print(D().f(), issubclass(D, B))
