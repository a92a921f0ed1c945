# Files whose names match a pattern, `**` included.
import os
import re
import fnmatch
_magic = re.compile('[*?[]')
def has_magic(s):
    return _magic.search(s) is not None
def escape(s):
    return re.sub('([*?[])', r'[\1]', s)
def _names(d):
    try:
        return os.listdir(d or '.')
    except OSError:
        return []
def _below(d, hidden):
    yield d
    for n in _names(d):
        p = os.path.join(d, n)
        if (hidden or not n.startswith('.')) and os.path.isdir(p):
            yield from _below(p, hidden)
def _find(dirs, parts, recursive, hidden):
    if not parts:
        for d in dirs:
            yield d
        return
    part, rest = parts[0], parts[1:]
    found = []
    for d in dirs:
        if part == '**' and recursive:
            for b in _below(d, hidden):
                if rest:
                    found.append(b)
                else:
                    found.append(b if b != d else (d and d + '/'))
                    found.extend([os.path.join(b, n) for n in _names(b) if (hidden or not n.startswith('.')) and not os.path.isdir(os.path.join(b, n))])
        elif has_magic(part):
            for n in _names(d):
                p = os.path.join(d, n)
                if fnmatch.fnmatch(n, part) and (hidden or part.startswith('.') or not n.startswith('.')) and (not rest or os.path.isdir(p)):
                    found.append(p)
        elif part == '':
            found.append(d if d.endswith('/') else d + '/')
        elif os.path.lexists(os.path.join(d, part)):
            found.append(os.path.join(d, part))
    yield from _find(found, rest, recursive, hidden)
def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    lead = '/' if pathname.startswith('/') else ''
    start = lead or (os.fspath(root_dir) if root_dir else '')
    for p in _find([start], pathname.lstrip('/').split('/'), recursive, include_hidden):
        if root_dir and not lead:
            p = p[len(start):].lstrip('/')
        if p:
            yield p
def glob(pathname, **kw):
    return list(iglob(pathname, **kw))
