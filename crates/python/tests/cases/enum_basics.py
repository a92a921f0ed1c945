from enum import Enum, IntEnum, auto, Flag
class C(Enum):
    RED = 1
    BLUE = auto()
print(C.RED, repr(C.BLUE), C(1), C['BLUE'].value, list(C), C.RED is C(1))
class F(Flag):
    A = 1; B = 2
print(F.A | F.B, F.A in (F.A | F.B))
try:
    C(9)
except ValueError as e:
    print(e)
