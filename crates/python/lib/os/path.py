# posixpath.
import _host
curdir, pardir, sep, pathsep, extsep, altsep, devnull, defpath = '.', '..', '/', ':', '.', None, '/dev/null', '/bin:/usr/bin'

def _p(p):
    if isinstance(p, (str, bytes)):
        return p
    f = getattr(type(p), '__fspath__', None)
    if f is None:
        raise TypeError(f'expected str, bytes or os.PathLike object, not {type(p).__name__}')
    return f(p)

def join(a, *parts):
    a = _p(a)
    for b in parts:
        b = _p(b)
        if b.startswith('/'):
            a = b
        elif not a or a.endswith('/'):
            a += b
        else:
            a += '/' + b
    return a

def split(p):
    p = _p(p)
    i = p.rfind('/') + 1
    head, tail = p[:i], p[i:]
    if head and head != '/' * len(head):
        head = head.rstrip('/')
    return head, tail

def basename(p):
    p = _p(p)
    return p[p.rfind('/') + 1:]
def dirname(p):
    return split(p)[0]
def splitext(p):
    p = _p(p)
    s = p.rfind('/')
    d = p.rfind('.')
    if d > s:
        i = s + 1
        while i < d:
            if p[i] != '.':
                return p[:d], p[d:]
            i += 1
    return p, ''
def splitdrive(p):
    return '', _p(p)
def isabs(p):
    return _p(p).startswith('/')
def normpath(p):
    p = _p(p)
    if not p:
        return '.'
    lead = '//' if p.startswith('//') and not p.startswith('///') else '/' if p.startswith('/') else ''
    out = []
    for c in p.split('/'):
        if c in ('', '.'):
            continue
        if c != '..' or (not lead and not out) or (out and out[-1] == '..'):
            out.append(c)
        elif out:
            out.pop()
    return lead + '/'.join(out) or '.'
def abspath(p):
    p = _p(p)
    if not p.startswith('/'):
        p = join(_host.getcwd(), p)
    return normpath(p)
def realpath(p, *, strict=False):
    p = abspath(p)
    for _ in range(40):
        done = '/'
        parts = p.split('/')[1:]
        changed = False
        for i in range(len(parts)):
            here = join(done, parts[i])
            try:
                target = _host.readlink(here) if islink(here) else None
            except OSError:
                target = None
            if target is not None:
                p = normpath(join(done, target, *parts[i + 1:]))
                changed = True
                break
            done = here
        if not changed:
            break
    return p
def relpath(p, start='.'):
    a = [x for x in abspath(start).split('/') if x]
    b = [x for x in abspath(p).split('/') if x]
    i = len(commonprefix([a, b]))
    return join(*(['..'] * (len(a) - i) + b[i:])) if a[i:] or b[i:] else '.'
def commonprefix(m):
    if not m:
        return ''
    a, b = min(m), max(m)
    for i in range(len(a)):
        if i >= len(b) or a[i] != b[i]:
            return a[:i]
    return a
def commonpath(paths):
    parts = [[c for c in _p(p).split('/') if c and c != '.'] for p in paths]
    lead = '/' if _p(list(paths)[0]).startswith('/') else ''
    return lead + '/'.join(commonprefix(parts))
def _mode(p, follow=True):
    try:
        if isinstance(p, int):
            return _host.fstat(p)[0]
        return _host.stat(_p(p), follow)[0]
    except (OSError, ValueError):
        return None
def exists(p):
    return _mode(p) is not None
def lexists(p):
    return _mode(p, False) is not None
def isfile(p):
    m = _mode(p)
    return m is not None and m & 0o170000 == 0o100000
def isdir(p):
    m = _mode(p)
    return m is not None and m & 0o170000 == 0o040000
def islink(p):
    m = _mode(p, False)
    return m is not None and m & 0o170000 == 0o120000
def ismount(p):
    return abspath(p) == '/'
def getsize(p):
    return _host.stat(_p(p))[6]
def getmtime(p):
    return _host.stat(_p(p))[8] / 1e9
def getatime(p):
    return _host.stat(_p(p))[7] / 1e9
def getctime(p):
    return _host.stat(_p(p))[9] / 1e9
def samefile(a, b):
    return realpath(a) == realpath(b)
def expanduser(p):
    p = _p(p)
    if p == '~' or p.startswith('~/'):
        import os
        return os.environ.get('HOME', '/root').rstrip('/') + p[1:]
    return p
def expandvars(p):
    import os, re
    return re.sub(r'\$(\w+|\{[^}]*\})', lambda m: os.environ.get(m.group(1).strip('{}'), m.group(0)), _p(p))
def normcase(p):
    return _p(p)
supports_unicode_filenames = True
