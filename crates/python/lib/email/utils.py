# Dates of headers.
import time
import datetime
_days = ('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')
_months = ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')
def formatdate(timeval=None, localtime=False, usegmt=False):
    t = time.gmtime(timeval)
    return f'{_days[t[6]]}, {t[2]:02d} {_months[t[1] - 1]} {t[0]:04d} {t[3]:02d}:{t[4]:02d}:{t[5]:02d} ' + ('GMT' if usegmt else '-0000')
def parsedate_to_datetime(s):
    w = s.replace(',', ' ').split()
    if not w[0].isdigit():
        w = w[1:]
    h = [int(x) for x in w[3].split(':')]
    return datetime.datetime(int(w[2]), _months.index(w[1]) + 1, int(w[0]), *h, tzinfo=datetime.timezone.utc)
