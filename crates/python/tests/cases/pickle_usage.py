import collections
import datetime
import decimal
import enum
import pickle
from dataclasses import dataclass

class Plain:
    def __init__(self, name, parts):
        self.name, self.parts = name, parts
    def __eq__(self, other):
        return self.__dict__ == other.__dict__
class Child(Plain):
    kind = 'child'
class Slotted:
    __slots__ = ('a', 'b')
class Stateful:
    def __init__(self):
        self.x, self.lock = 1, lambda: 0
    def __getstate__(self):
        return {'x': self.x}
    def __setstate__(self, state):
        self.x, self.lock = state['x'] + 1, None
class Reduced:
    def __init__(self, n):
        self.n = n
    def __reduce__(self):
        return Reduced, (self.n * 2,)
class Color(enum.Enum):
    RED = 1
class Words(list):
    pass
@dataclass
class Point:
    x: int
    y: int = 0
def twice(x):
    return x * 2

for value in (None, True, 0, 255, 256, 65536, -1, 2 ** 31, -2 ** 40, 2 ** 200, 1.5, 'text', 'é', b'raw', (), (1,), (1, 2, 3, 4), [], [1, [2]], {}, {'a': 1, 'b': [1, 2]}, 'x' * 300):
    data = pickle.dumps(value)
    print(data if len(data) < 60 else len(data), pickle.loads(data) == value)
for value in ({1, 2}, frozenset('a'), bytearray(b'x'), 3j, range(5), decimal.Decimal('1.50'), datetime.date(2024, 1, 2), datetime.datetime(2024, 1, 2, 3, 4), datetime.timedelta(days=1, seconds=5),
              collections.OrderedDict(a=1), collections.Counter('hello'), collections.deque([1, 2]), Color.RED, Point(1, 2), Plain('p', [1]), Child('c', {}), ValueError('bad', 1)):
    back = pickle.loads(pickle.dumps(value))
    print(type(back).__name__, back == value or (back.args == value.args))
print(pickle.dumps(Plain('n', [1, 2])))
same = [1]
a, b = pickle.loads(pickle.dumps([same, same]))
print(a is b)
loop = []
loop.append(loop)
back = pickle.loads(pickle.dumps(loop))
print(back[0] is back)
s = Slotted()
s.a = 5
print(pickle.loads(pickle.dumps(s)).a, hasattr(pickle.loads(pickle.dumps(s)), 'b'))
t = pickle.loads(pickle.dumps(Stateful()))
print(t.x, t.lock, pickle.loads(pickle.dumps(Reduced(4))).n, pickle.loads(pickle.dumps(twice))(4), pickle.loads(pickle.dumps(Point)) is Point)
w = Words('ab')
w.extra = 1
print(pickle.loads(pickle.dumps(w)), pickle.loads(pickle.dumps(w)).extra)
d = collections.defaultdict(list)
d['k'].append(1)
print(pickle.loads(pickle.dumps(d)))
with open('x.pkl', 'wb') as f:
    pickle.dump({'model': [1, 2, 3]}, f)
    pickle.dump('second', f)
with open('x.pkl', 'rb') as f:
    print(pickle.load(f), pickle.load(f))
    try:
        pickle.load(f)
    except EOFError as e:
        print('EOFError', e)
print(pickle.loads(b'\x80\x03]q\x00(K\x01K\x02e.'), pickle.loads(b'(lp0\nI1\naI2\na.'))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, str(e).split(' at 0x')[0].split(' from ')[0])
attempt(lambda: pickle.dumps(lambda: 0))
attempt(lambda: pickle.dumps(x for x in []))
attempt(lambda: pickle.loads(b'hello'))
attempt(lambda: pickle.loads(b''))
attempt(lambda: pickle.loads(pickle.dumps([1, 2, 3])[:-4]))
attempt(lambda: pickle.loads(b'\x80\x04\x8c\x08__main__\x8c\x04Gone\x93.'))
