# Clocks; the time zone is UTC.
import _host

timezone = 0
altzone = 0
daylight = 0
tzname = ('UTC', 'UTC')
CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID = 0, 1, 2

def time():
    return _host.realtime() / 1e9
def time_ns():
    return _host.realtime()
def monotonic():
    return _host.monotonic() / 1e9
def monotonic_ns():
    return _host.monotonic()
perf_counter = monotonic
perf_counter_ns = monotonic_ns
def process_time():
    return _host.cpu_time() / 1e9
thread_time = process_time
def process_time_ns():
    return _host.cpu_time()
def clock_gettime(which):
    return time() if which == 0 else monotonic()

def sleep(seconds):
    if not isinstance(seconds, (int, float)):
        if hasattr(seconds, '__float__'):
            seconds = float(seconds)
        else:
            raise TypeError(f"'{type(seconds).__name__}' object cannot be interpreted as an integer")
    if seconds < 0:
        raise ValueError('sleep length must be non-negative')
    _host.sleep(seconds)

_fields = ('tm_year', 'tm_mon', 'tm_mday', 'tm_hour', 'tm_min', 'tm_sec', 'tm_wday', 'tm_yday', 'tm_isdst')

class struct_time(tuple):
    tm_year = property(lambda s: s[0])
    tm_mon = property(lambda s: s[1])
    tm_mday = property(lambda s: s[2])
    tm_hour = property(lambda s: s[3])
    tm_min = property(lambda s: s[4])
    tm_sec = property(lambda s: s[5])
    tm_wday = property(lambda s: s[6])
    tm_yday = property(lambda s: s[7])
    tm_isdst = property(lambda s: s[8])
    tm_zone = 'UTC'
    tm_gmtoff = 0
    def __repr__(self):
        return 'time.struct_time(' + ', '.join([f'{_fields[i]}={self[i]}' for i in range(9)]) + ')'

def _days(y, m, d):
    # Days since 1970-01-01 of the proleptic Gregorian calendar.
    y -= m <= 2
    era = y // 400
    yoe = y - era * 400
    doy = (153 * (m + (-3 if m > 2 else 9)) + 2) // 5 + d - 1
    doe = yoe * 365 + yoe // 4 - yoe // 100 + doy
    return era * 146097 + doe - 719468

def _civil(days):
    z = days + 719468
    era = z // 146097
    doe = z - era * 146097
    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    mp = (5 * doy + 2) // 153
    d = doy - (153 * mp + 2) // 5 + 1
    m = mp + (3 if mp < 10 else -9)
    return yoe + era * 400 + (m <= 2), m, d

def gmtime(seconds=None):
    if seconds is None:
        seconds = time()
    s = int(seconds // 1)
    days, rest = divmod(s, 86400)
    y, m, d = _civil(days)
    return struct_time((y, m, d, rest // 3600, rest // 60 % 60, rest % 60, (days + 3) % 7, days - _days(y, 1, 1) + 1, 0))
localtime = gmtime

def mktime(t):
    return float(_days(t[0], t[1], t[2]) * 86400 + t[3] * 3600 + t[4] * 60 + t[5])

_WEEK = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
_MONTH = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

def _format(fmt, t, micro=0, zone='', zname='UTC'):
    out = []
    i = 0
    while i < len(fmt):
        c = fmt[i]
        if c != '%' or i + 1 >= len(fmt):
            out.append(c)
            i += 1
            continue
        c = fmt[i + 1]
        i += 2
        plain = False
        if c == '-' and i < len(fmt):
            plain = True
            c = fmt[i]
            i += 1
        if c == 'Y':
            v = str(t[0])
        elif c == 'm':
            v = f'{t[1]:02d}'
        elif c == 'd':
            v = f'{t[2]:02d}'
        elif c == 'H':
            v = f'{t[3]:02d}'
        elif c == 'M':
            v = f'{t[4]:02d}'
        elif c == 'S':
            v = f'{t[5]:02d}'
        elif c == 'f':
            v = f'{micro:06d}'
        elif c == 'y':
            v = f'{t[0] % 100:02d}'
        elif c == 'a':
            v = _WEEK[t[6]][:3]
        elif c == 'A':
            v = _WEEK[t[6]]
        elif c == 'b' or c == 'h':
            v = _MONTH[t[1] - 1][:3]
        elif c == 'B':
            v = _MONTH[t[1] - 1]
        elif c == 'I':
            v = f'{(t[3] + 11) % 12 + 1:02d}'
        elif c == 'p':
            v = 'AM' if t[3] < 12 else 'PM'
        elif c == 'j':
            v = f'{t[7]:03d}'
        elif c == 'w':
            v = str((t[6] + 1) % 7)
        elif c == 'u':
            v = str(t[6] + 1)
        elif c == 'e':
            v = f'{t[2]:2d}'
        elif c == 'F':
            v = f'{t[0]}-{t[1]:02d}-{t[2]:02d}'
        elif c == 'T' or c == 'X':
            v = f'{t[3]:02d}:{t[4]:02d}:{t[5]:02d}'
        elif c == 'R':
            v = f'{t[3]:02d}:{t[4]:02d}'
        elif c == 'D' or c == 'x':
            v = f'{t[1]:02d}/{t[2]:02d}/{t[0] % 100:02d}'
        elif c == 'c':
            v = f'{_WEEK[t[6]][:3]} {_MONTH[t[1] - 1][:3]} {t[2]:2d} {t[3]:02d}:{t[4]:02d}:{t[5]:02d} {t[0]}'
        elif c == 'z':
            v = zone
        elif c == 'Z':
            v = zname
        elif c == 's':
            v = str(int(mktime(t)))
        elif c == 'U':
            v = f'{(t[7] + 6 - (t[6] + 1) % 7) // 7:02d}'
        elif c == 'W':
            v = f'{(t[7] + 6 - t[6]) // 7:02d}'
        elif c == 'V' or c == 'G':
            import datetime
            y, w, _ = datetime.date(t[0], t[1], t[2]).isocalendar()
            v = f'{w:02d}' if c == 'V' else str(y)
        elif c == 'n':
            v = '\n'
        elif c == 't':
            v = '\t'
        elif c == '%':
            v = '%'
        else:
            v = '%' + c
        out.append(v.lstrip('0') or '0' if plain else v)
    return ''.join(out)

def strftime(fmt, t=None):
    return _format(fmt, localtime() if t is None else t, 0, '+0000')
def asctime(t=None):
    return _format('%c', localtime() if t is None else t)
def ctime(seconds=None):
    return asctime(localtime(seconds))

def _parse(text, fmt):
    f = {'Y': 1900, 'm': 1, 'd': 1, 'H': 0, 'M': 0, 'S': 0, 'f': 0, 'p': None, 'z': None, 'Z': None, 'I': None, 'j': None}
    i = 0
    j = 0
    bad = ValueError(f'time data {text!r} does not match format {fmt!r}')
    def number(most):
        nonlocal i
        k = i
        while k < len(text) and k - i < most and text[k].isdigit():
            k += 1
        if k == i:
            raise bad
        v = int(text[i:k])
        i = k
        return v
    def word(options):
        nonlocal i
        low = text[i:].lower()
        for n in range(len(options)):
            if low.startswith(options[n].lower()):
                i += len(options[n])
                return n
        raise bad
    fmt = fmt.replace('%F', '%Y-%m-%d').replace('%T', '%H:%M:%S').replace('%R', '%H:%M').replace('%D', '%m/%d/%y').replace('%c', '%a %b %d %H:%M:%S %Y').replace('%x', '%m/%d/%y').replace('%X', '%H:%M:%S')
    while j < len(fmt):
        c = fmt[j]
        if c.isspace():
            while i < len(text) and text[i].isspace():
                i += 1
            j += 1
            continue
        if c != '%':
            if i >= len(text) or text[i] != c:
                raise bad
            i += 1
            j += 1
            continue
        c = fmt[j + 1]
        j += 2
        if c == 'Y':
            f['Y'] = number(4)
        elif c in 'mdHMSI':
            if c == 'd':
                while i < len(text) and text[i] == ' ':
                    i += 1
            f[c] = number(2)
        elif c == 'y':
            v = number(2)
            f['Y'] = 2000 + v if v < 69 else 1900 + v
        elif c == 'j':
            f['j'] = number(3)
        elif c == 'f':
            k = i
            v = number(6)
            f['f'] = v * 10 ** (6 - (i - k))
        elif c == 'b' or c == 'B' or c == 'h':
            f['m'] = (word(_MONTH) if c == 'B' else word([m[:3] for m in _MONTH])) + 1
        elif c == 'a' or c == 'A':
            word(_WEEK if c == 'A' else [d[:3] for d in _WEEK])
        elif c == 'p':
            f['p'] = word(['AM', 'PM'])
        elif c == 'z':
            if text[i:i + 1] == 'Z':
                i += 1
                f['z'] = 0
            else:
                sign = -1 if text[i:i + 1] == '-' else 1
                if text[i:i + 1] not in ('+', '-'):
                    raise bad
                i += 1
                h = number(2)
                if text[i:i + 1] == ':':
                    i += 1
                m = number(2)
                f['z'] = sign * (h * 3600 + m * 60)
        elif c == 'Z':
            word(['UTC', 'GMT'])
            f['Z'] = 'UTC'
        elif c == '%':
            if text[i:i + 1] != '%':
                raise bad
            i += 1
        else:
            raise ValueError(f"'{c}' is a bad directive in format {fmt!r}")
    if i < len(text):
        raise ValueError('unconverted data remains: ' + text[i:])
    if f['I'] is not None:
        f['H'] = f['I'] % 12 + (12 if f['p'] else 0)
    last = [31, 29 if f['Y'] % 4 == 0 and (f['Y'] % 100 != 0 or f['Y'] % 400 == 0) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    if not 1 <= f['m'] <= 12 or f['H'] > 23 or f['M'] > 59 or f['S'] > 61 or f['d'] < 1 or f['d'] > 31:
        raise bad
    if f['d'] > last[f['m'] - 1]:
        raise ValueError('day is out of range for month')
    if f['j'] is not None:
        f['Y'], f['m'], f['d'] = _civil(_days(f['Y'], 1, 1) + f['j'] - 1)
    return f

def strptime(text, fmt='%a %b %d %H:%M:%S %Y'):
    f = _parse(text, fmt)
    days = _days(f['Y'], f['m'], f['d'])
    return struct_time((f['Y'], f['m'], f['d'], f['H'], f['M'], f['S'], (days + 3) % 7, days - _days(f['Y'], 1, 1) + 1, -1))
def tzset():
    pass
