# Exact decimals: integers of units with a number of places; the context's precision is 28 figures and can't be set.
import re
ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_DOWN, ROUND_UP, ROUND_FLOOR, ROUND_CEILING = 'ROUND_HALF_EVEN', 'ROUND_HALF_UP', 'ROUND_DOWN', 'ROUND_UP', 'ROUND_FLOOR', 'ROUND_CEILING'
class InvalidOperation(ArithmeticError):
    pass
class DivisionByZero(InvalidOperation, ZeroDivisionError):
    pass
class Decimal:
    def __init__(self, x='0'):
        if isinstance(x, Decimal):
            self._u, self._p = x._u, x._p
        elif isinstance(x, int):
            self._u, self._p = int(x), 0
        elif isinstance(x, float):
            n, d = x.as_integer_ratio()
            p = d.bit_length() - 1
            self._u, self._p = n * 5 ** p, p
        else:
            m = re.fullmatch(r'\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*', x)
            if not m or not (m.group(2) or m.group(3)):
                raise InvalidOperation("[<class 'decimal.ConversionSyntax'>]")
            part = m.group(3) or ''
            u, p = int((m.group(2) + part) or '0'), len(part) - int(m.group(4) or 0)
            if p < 0:
                u, p = u * 10 ** -p, 0
            self._u, self._p = -u if m.group(1) == '-' else u, p
    @classmethod
    def _of(cls, u, p):
        d = cls.__new__(cls)
        d._u, d._p = u, p
        return d
    def __str__(self):
        s = str(abs(self._u)).rjust(self._p + 1, '0')
        return ('-' if self._u < 0 else '') + (s[:-self._p] + '.' + s[-self._p:] if self._p else s)
    def __repr__(self):
        return f"Decimal('{self}')"
    def __format__(self, spec):
        if not spec:
            return str(self)
        m = re.fullmatch(r'(.*?)(?:\.(\d+))?f', spec)
        if m:
            d = self.quantize(Decimal._of(1, int(m.group(2) or 6)))
            text = str(d)
            if ',' in m.group(1):
                whole, dot, part = text.partition('.')
                text = format(int(whole), ',') + dot + part
            return format(text, m.group(1).replace(',', '')) if m.group(1).replace(',', '') else text
        return format(float(self), spec)
    def __hash__(self):
        return hash(float(self))
    def _pair(self, o):
        if isinstance(o, int):
            o = Decimal(o)
        if not isinstance(o, Decimal):
            return None
        p = max(self._p, o._p)
        return self._u * 10 ** (p - self._p), o._u * 10 ** (p - o._p), p
    def _compare(self, o, f):
        if isinstance(o, float):
            return f(float(self), o)
        q = self._pair(o)
        return NotImplemented if q is None else f(q[0], q[1])
    def __eq__(self, o): return self._compare(o, lambda a, b: a == b)
    def __lt__(self, o): return self._compare(o, lambda a, b: a < b)
    def __le__(self, o): return self._compare(o, lambda a, b: a <= b)
    def __gt__(self, o): return self._compare(o, lambda a, b: a > b)
    def __ge__(self, o): return self._compare(o, lambda a, b: a >= b)
    def _math(self, o, f):
        q = self._pair(o)
        return NotImplemented if q is None else f(*q)
    def __add__(self, o): return self._math(o, lambda a, b, p: Decimal._of(a + b, p))
    __radd__ = __add__
    def __sub__(self, o): return self._math(o, lambda a, b, p: Decimal._of(a - b, p))
    def __rsub__(self, o): return self._math(o, lambda a, b, p: Decimal._of(b - a, p))
    def __mul__(self, o): return self._math(o, lambda a, b, p: Decimal._of(self._u * Decimal(o)._u, self._p + Decimal(o)._p)._cut())
    __rmul__ = __mul__
    def __truediv__(self, o):
        q = self._pair(o)
        if q is None:
            return NotImplemented
        a, b, _ = q
        if not b:
            raise DivisionByZero("[<class 'decimal.DivisionByZero'>]")
        places = max(28 - max(len(str(abs(a))) - len(str(abs(b))), 0) - 1, 0) + (len(str(abs(b))) - len(str(abs(a))) if len(str(abs(b))) > len(str(abs(a))) else 0)
        d = Decimal._of(_round(a * 10 ** (places + 1), b), places + 1)._cut()
        while d._p > max(self._p - Decimal(o)._p, 0) and d._u % 10 == 0:
            d._u //= 10
            d._p -= 1
        return d
    def __rtruediv__(self, o): return Decimal(o) / self
    def __floordiv__(self, o): return self._math(o, lambda a, b, p: Decimal(int(a / b) if abs(a) < 1 << 50 else abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)))
    def __mod__(self, o): return self._math(o, lambda a, b, p: Decimal._of((abs(a) % abs(b)) * (-1 if a < 0 else 1), p))
    def __pow__(self, n):
        d = Decimal(1)
        for _ in range(int(n)):
            d = d * self
        return d
    def __neg__(self): return Decimal._of(-self._u, self._p)
    def __pos__(self): return self
    def __abs__(self): return Decimal._of(abs(self._u), self._p)
    def __bool__(self): return self._u != 0
    def __int__(self): return abs(self._u) // 10 ** self._p * (-1 if self._u < 0 else 1)
    def __float__(self): return self._u / 10 ** self._p
    def __round__(self, n=None):
        d = self.quantize(Decimal._of(1, n or 0))
        return int(d) if n is None else d
    def _cut(self):
        extra = len(str(abs(self._u))) - 28
        if extra > 0 and self._p > 0:
            cut = min(extra, self._p)
            self._u, self._p = _round(self._u, 10 ** cut), self._p - cut
        return self
    def quantize(self, exp, rounding=ROUND_HALF_EVEN, context=None):
        p = Decimal(exp)._p
        if p >= self._p:
            return Decimal._of(self._u * 10 ** (p - self._p), p)
        return Decimal._of(_round(self._u, 10 ** (self._p - p), rounding), p)
    def is_nan(self): return False
    def is_finite(self): return True
    def normalize(self):
        u, p = self._u, self._p
        while p and u % 10 == 0:
            u, p = u // 10, p - 1
        return Decimal._of(u, p)
    def as_tuple(self):
        return (int(self._u < 0), tuple([int(c) for c in str(abs(self._u))]), -self._p)
def _round(a, b, how=ROUND_HALF_EVEN):
    sign = -1 if (a < 0) != (b < 0) else 1
    q, r = divmod(abs(a), abs(b))
    twice = 2 * r - abs(b)
    up = {ROUND_HALF_EVEN: twice > 0 or twice == 0 and q & 1, ROUND_HALF_UP: twice >= 0, ROUND_DOWN: False, ROUND_UP: r > 0, ROUND_FLOOR: r > 0 and sign < 0, ROUND_CEILING: r > 0 and sign > 0}[how]
    return sign * (q + 1 if up else q)
class Context:
    prec = 28
    rounding = ROUND_HALF_EVEN
_context = Context()
def getcontext():
    return _context
