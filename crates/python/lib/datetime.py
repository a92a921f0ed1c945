# Naive and UTC times; dates from year 1 on.
import time as _t
class timedelta:
    def __init__(self, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        us = round((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60000000 + seconds * 1000000 + milliseconds * 1000 + microseconds)
        self._us = us
        self.days, r = divmod(us, 86400000000)
        self.seconds, self.microseconds = divmod(r, 1000000)
    def total_seconds(self): return self._us / 1000000
    def __add__(self, o): return timedelta(microseconds=self._us + o._us) if isinstance(o, timedelta) else NotImplemented
    def __sub__(self, o): return timedelta(microseconds=self._us - o._us)
    def __mul__(self, n): return timedelta(microseconds=self._us * n)
    __rmul__ = __mul__
    def __truediv__(self, o): return self._us / o._us if isinstance(o, timedelta) else timedelta(microseconds=self._us / o)
    def __neg__(self): return timedelta(microseconds=-self._us)
    def __eq__(self, o): return isinstance(o, timedelta) and self._us == o._us
    def __lt__(self, o): return self._us < o._us
    def __gt__(self, o): return self._us > o._us
    def __le__(self, o): return self._us <= o._us
    def __ge__(self, o): return self._us >= o._us
    def __hash__(self): return hash(self._us)
    def __repr__(self):
        parts = [f'{n}={getattr(self, n)}' for n in ('days', 'seconds', 'microseconds') if getattr(self, n)]
        return f"datetime.timedelta({', '.join(parts) or '0'})"
    def __abs__(self): return self if self._us >= 0 else -self
    def __bool__(self): return self._us != 0
    def __floordiv__(self, o): return self._us // o._us if isinstance(o, timedelta) else timedelta(microseconds=self._us // o)
    def __mod__(self, o): return timedelta(microseconds=self._us % o._us)
    def __str__(self):
        m, s = divmod(self.seconds, 60)
        h, m = divmod(m, 60)
        d = f"{self.days} day{'' if abs(self.days) == 1 else 's'}, " if self.days else ''
        return d + f'{h}:{m:02d}:{s:02d}' + (f'.{self.microseconds:06d}' if self.microseconds else '')
def _offset(o):
    m = o._us // 60000000
    return f"{'-' if m < 0 else '+'}{abs(m) // 60:02d}:{abs(m) % 60:02d}"
class tzinfo:
    pass
class timezone(tzinfo):
    def __init__(self, offset, name=None): self._o, self._n = offset, name
    def __str__(self): return self._n or ('UTC' if not self._o._us else 'UTC' + _offset(self._o))
    def __repr__(self): return 'datetime.timezone.utc' if not self._o._us else f'datetime.timezone({self._o!r})'
    def utcoffset(self, d): return self._o
    def tzname(self, d): return str(self)
    def __eq__(self, o): return isinstance(o, timezone) and self._o == o._o
    def __hash__(self): return hash(self._o)
timezone.utc = UTC = timezone(timedelta(0))
class date:
    def __init__(self, year, month, day):
        if not 1 <= month <= 12:
            raise ValueError('month must be in 1..12')
        self.year, self.month, self.day = year, month, day
        if not 1 <= day or _t._civil(_t._days(year, month, day))[1] != month:
            raise ValueError('day is out of range for month')
    @classmethod
    def today(cls): return cls(*_t.gmtime()[:3])
    @classmethod
    def fromisoformat(cls, s):
        try:
            return cls(int(s[:4]), int(s[5:7]), int(s[8:10])) if len(s) == 10 and s[4] == s[7] == '-' else cls(None)
        except (ValueError, TypeError) as e:
            raise ValueError(f'Invalid isoformat string: {s!r}' if 'range' not in str(e) and 'in 1' not in str(e) else str(e)) from None
    @classmethod
    def fromtimestamp(cls, s): return cls(*_t.gmtime(s)[:3])
    def replace(self, **kw):
        names = ('year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond', 'tzinfo')[:8 if isinstance(self, datetime) else 3]
        return type(self)(*[kw.get(n, getattr(self, n)) for n in names])
    def timetuple(self): return _t.struct_time(self._tuple()[:8] + (-1,))
    def toordinal(self): return _t._days(self.year, self.month, self.day) + 719163
    def ctime(self): return self.strftime('%a %b %e %H:%M:%S %Y')
    def isocalendar(self):
        days = _t._days(self.year, self.month, self.day)
        thursday = _t._civil(days - self.weekday() + 3)[0]
        first = _t._days(thursday, 1, 4)
        return thursday, (days - (first - (first + 3) % 7)) // 7 + 1, self.isoweekday()
    def weekday(self): return (_t._days(self.year, self.month, self.day) + 3) % 7
    def isoweekday(self): return self.weekday() + 1
    def _key(self): return (self.year, self.month, self.day)
    def isoformat(self): return f'{self.year:04d}-{self.month:02d}-{self.day:02d}'
    def __str__(self): return self.isoformat()
    def _tuple(self): return self._key()[:3] + (0, 0, 0, self.weekday(), _t._days(self.year, self.month, self.day) - _t._days(self.year, 1, 1) + 1, 0)
    def strftime(self, f): return _t._format(f, self._tuple())
    def __format__(self, s): return self.strftime(s) if s else str(self)
    def __repr__(self): return f'datetime.date({self.year}, {self.month}, {self.day})'
    def __eq__(self, o): return isinstance(o, date) and self._key() == o._key()
    def __lt__(self, o): return self._key() < o._key()
    def __gt__(self, o): return self._key() > o._key()
    def __le__(self, o): return self._key() <= o._key()
    def __ge__(self, o): return self._key() >= o._key()
    def __hash__(self): return hash(self._key())
    def __add__(self, d): return type(self)(*_t._civil(_t._days(*self._key()) + d.days))
    def __sub__(self, o):
        return timedelta(_t._days(*self._key()) - _t._days(*o._key())) if isinstance(o, date) else self + -o
class datetime(date):
    def __init__(self, year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None):
        date.__init__(self, year, month, day)
        self.hour, self.minute, self.second, self.microsecond, self.tzinfo = hour, minute, second, microsecond, tzinfo
    @classmethod
    def fromtimestamp(cls, s, tz=None):
        us = round(s * 1000000)
        us += tz._o._us if tz else 0
        return cls(*_t.gmtime(us // 1000000)[:6], us % 1000000, tz)
    @classmethod
    def fromisoformat(cls, s):
        import re
        m = re.fullmatch(r'(\d{4})-(\d\d)-(\d\d)(?:.(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,6})\d*)?)?)?(Z|[+-]\d\d:?\d\d)?', s)
        if not m:
            raise ValueError(f'Invalid isoformat string: {s!r}')
        n = [int(x or 0) for x in m.groups()[:6]]
        z = m.group(8)
        tz = None
        if z:
            tz = timezone.utc if z == 'Z' or z.strip('+-').replace(':', '') == '0000' else timezone(timedelta(hours=int(z[:3]), minutes=int(z[0] + z[-2:])))
        return cls(*n, int((m.group(7) or '').ljust(6, '0')), tz)
    @classmethod
    def combine(cls, d, t, tzinfo=None): return cls(d.year, d.month, d.day, t.hour, t.minute, t.second, t.microsecond, tzinfo or t.tzinfo)
    def time(self): return time(self.hour, self.minute, self.second, self.microsecond)
    def utcoffset(self): return self.tzinfo._o if self.tzinfo else None
    def tzname(self): return str(self.tzinfo) if self.tzinfo else None
    def astimezone(self, tz=None):
        tz = tz or timezone.utc
        d = self.replace(tzinfo=tz)
        return d._shift(d._us() + tz._o._us - (self.tzinfo._o._us if self.tzinfo else 0))
    @classmethod
    def now(cls, tz=None): return cls.fromtimestamp(_t.time(), tz)
    today = utcnow = now
    @classmethod
    def strptime(cls, s, f):
        p = _t._parse(s, f)
        return cls(p['Y'], p['m'], p['d'], p['H'], p['M'], p['S'], p['f'])
    def _key(self): return (self.year, self.month, self.day, self.hour, self.minute, self.second, self.microsecond)
    def _tuple(self): return self._key()[:6] + date._tuple(date(self.year, self.month, self.day))[6:]
    def _us(self): return (int(_t.mktime(self._key()[:6])) * 1000000) + self.microsecond
    def timestamp(self): return (self._us() - (self.tzinfo._o._us if self.tzinfo else 0)) / 1000000
    def date(self): return _date(self.year, self.month, self.day)
    def strftime(self, f): return _t._format(f, self._tuple(), self.microsecond, '+0000' if self.tzinfo else '', 'UTC' if self.tzinfo else '')
    def isoformat(self, sep='T', timespec='auto'):
        s = f'{date.isoformat(self)}{sep}{self.hour:02d}:{self.minute:02d}:{self.second:02d}'
        if self.microsecond and timespec != 'seconds':
            s += f'.{self.microsecond:06d}'
        return s + (_offset(self.tzinfo._o) if self.tzinfo else '')
    def __str__(self): return self.isoformat(' ')
    def __repr__(self): return 'datetime.datetime(' + ', '.join([str(x) for x in self._key()]) + ')'
    def _shift(self, us):
        s, m = divmod(us, 1000000)
        return type(self)(*_t.gmtime(s)[:6], m, self.tzinfo)
    def __add__(self, d): return self._shift(self._us() + d._us)
    def __sub__(self, o): return timedelta(microseconds=self._us() - o._us()) if isinstance(o, datetime) else self._shift(self._us() - o._us)
_date = date
_key = datetime._key
def _full(self):
    k = [self.year, self.month, self.day, self.hour, self.minute, self.second, self.microsecond]
    while len(k) > 5 and not k[-1]:
        k.pop()
    return 'datetime.datetime(' + ', '.join([str(x) for x in k]) + (f', tzinfo={self.tzinfo!r}' if self.tzinfo else '') + ')'
datetime.__repr__ = _full
class time:
    def __init__(self, hour=0, minute=0, second=0, microsecond=0, tzinfo=None):
        if not 0 <= hour < 24:
            raise ValueError('hour must be in 0..23')
        self.hour, self.minute, self.second, self.microsecond, self.tzinfo = hour, minute, second, microsecond, tzinfo
    def _key(self): return (self.hour, self.minute, self.second, self.microsecond)
    def isoformat(self): return f'{self.hour:02d}:{self.minute:02d}:{self.second:02d}' + (f'.{self.microsecond:06d}' if self.microsecond else '')
    __str__ = isoformat
    def __repr__(self): return f'datetime.time({self.hour}, {self.minute}' + (f', {self.second}' if self.second else '') + ')'
    def strftime(self, f): return datetime(1900, 1, 1, *self._key()).strftime(f)
    def __eq__(self, o): return isinstance(o, time) and self._key() == o._key()
    def __lt__(self, o): return self._key() < o._key()
    def __hash__(self): return hash(self._key())
datetime.min, datetime.max, date.min, date.max = datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999), date(1, 1, 1), date(9999, 12, 31)
MINYEAR, MAXYEAR = 1, 9999
