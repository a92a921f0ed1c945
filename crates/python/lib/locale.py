# One locale, C.UTF-8.
LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
class Error(Exception):
    pass
def setlocale(category, locale=None):
    if locale in (None, '', 'C', 'POSIX', 'C.UTF-8', 'en_US.UTF-8'):
        return locale or 'C.UTF-8'
    raise Error('unsupported locale setting')
def getlocale(category=LC_CTYPE): return ('en_US', 'UTF-8')
def getpreferredencoding(do_setlocale=True): return 'UTF-8'
def getencoding(): return 'UTF-8'
