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
    def __str__(self):
        m, s = divmod(self.seconds, 60)
        h, m = divmod(m, 60)
        d = f"{self.days} day{'' if abs(self.days) == 1 else 's'}, " if self.days else ''
        return d + f'{h}:{m:02d}:{s:02d}' + (f'.{self.microseconds:06d}' if self.microseconds else '')
class timezone:
    def __init__(self, offset, name=None): self._o, self._n = offset, name
    def __str__(self): return self._n or 'UTC'
    def __repr__(self): return 'datetime.timezone.utc'
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
        return cls(*_t.gmtime(us // 1000000)[:6], us % 1000000, tz)
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
    def timestamp(self): return self._us() / 1000000
    def date(self): return _date(self.year, self.month, self.day)
    def strftime(self, f): return _t._format(f, self._tuple(), self.microsecond, '+0000' if self.tzinfo else '', 'UTC' if self.tzinfo else '')
    def isoformat(self, sep='T', timespec='auto'):
        s = f'{date.isoformat(self)}{sep}{self.hour:02d}:{self.minute:02d}:{self.second:02d}'
        if self.microsecond and timespec != 'seconds':
            s += f'.{self.microsecond:06d}'
        return s + ('+00:00' if self.tzinfo else '')
    def __str__(self): return self.isoformat(' ')
    def __repr__(self): return 'datetime.datetime(' + ', '.join([str(x) for x in self._key()]) + ')'
    def _shift(self, us):
        s, m = divmod(us, 1000000)
        return type(self)(*_t.gmtime(s)[:6], m, self.tzinfo)
    def __add__(self, d): return self._shift(self._us() + d._us)
    def __sub__(self, o): return timedelta(microseconds=self._us() - o._us()) if isinstance(o, datetime) else self._shift(self._us() - o._us)
_date = date
