# The part of the built-in names that is Python: whatever may call back into a program's own methods, files, imports,
# and the start and end of a process. Frames of this file do not show in tracebacks.
__name__ = 'builtins'

_host = _module_host
_b = _builtins()


def _export(f):
    _b[f.__name__] = f
    return f


# Turning iterables into lists, and what operators do when Python methods are involved.

def _to_list(it):
    return [x for x in it]

def _take(it, n):
    out = []
    for x in it:
        out.append(x)
        if len(out) >= n:
            break
    return out

def _list_extend(lst, it):
    for x in it:
        lst.append(x)

def _sequence_iter(obj):
    return _sequence_gen(obj)

def _sequence_gen(obj):
    i = 0
    while True:
        try:
            v = obj[i]
        except IndexError:
            return
        yield v
        i += 1

def _find_key(d, key):
    h = hash(key)
    for c in _dict_candidates(d, h):
        if c is key or c == key:
            return h, c, True
    return h, key, False

def _dict_set(d, key, value):
    h, k, found = _find_key(d, key)
    _dict_raw(d, h, k, 'set', value)

def _op_getitem(d, key):
    h, k, found = _find_key(d, key)
    if found:
        return _dict_raw(d, h, k, 'get')
    missing = getattr(type(d), '__missing__', None)
    if missing is not None:
        return missing(d, key)
    if isinstance(d, dict):
        raise KeyError(key)
    return d[key.__index__()]

def _op_setitem(d, key, value):
    if isinstance(d, dict):
        _dict_set(d, key, value)
    else:
        d[key.__index__()] = value

def _op_delitem(d, key):
    h, k, found = _find_key(d, key)
    if not found:
        raise KeyError(key)
    _dict_raw(d, h, k, 'del')

_dict___getitem__ = _op_getitem
_dict___setitem__ = _op_setitem
_dict___delitem__ = _op_delitem

def _dict___contains__(d, key):
    return _find_key(d, key)[2]
_set___contains__ = _frozenset___contains__ = _dict___contains__

def _dict_get(d, key, default=None):
    h, k, found = _find_key(d, key)
    return _dict_raw(d, h, k, 'get') if found else default

_nothing = object()

def _dict_pop(d, key, default=_nothing):
    h, k, found = _find_key(d, key)
    if found:
        v = _dict_raw(d, h, k, 'get')
        _dict_raw(d, h, k, 'del')
        return v
    if default is _nothing:
        raise KeyError(key)
    return default

def _dict_setdefault(d, key, default=None):
    h, k, found = _find_key(d, key)
    if found:
        return _dict_raw(d, h, k, 'get')
    _dict_raw(d, h, key, 'set', default)
    return default

def _dict_update(d, other=(), **kw):
    if hasattr(other, 'keys'):
        for k in other.keys():
            d[k] = other[k]
    else:
        i = 0
        for pair in other:
            pair = list(pair)
            if len(pair) != 2:
                raise ValueError(f'dictionary update sequence element #{i} has length {len(pair)}; 2 is required')
            d[pair[0]] = pair[1]
            i += 1
    for k in kw:
        d[k] = kw[k]
_dict___init__ = _dict_update

def _dict_ior(d, other):
    _dict_update(d, other)
    return d

def _dict_copy(d):
    out = {}
    _dict_update(out, d)
    return out

def _dict_merge(d, other):
    for k in other.keys():
        d[k] = other[k]

def _dict_without(d, keys):
    return {k: v for k, v in d.items() if k not in keys}

def _dict_fromkeys(cls, it, value=None):
    d = cls()
    for k in it:
        d[k] = value
    return d

def _build_map(items):
    d = {}
    for i in range(0, len(items), 2):
        _dict_set(d, items[i], items[i + 1])
    return d

def _build_set(items):
    s = set()
    for x in items:
        _set_add(s, x)
    return s

def _set_add(s, x):
    h, k, found = _find_key(s, x)
    if not found:
        _dict_raw(s, h, x, 'set')

def _set_update(s, *others):
    for it in others:
        for x in it:
            s.add(x)

def _set___init__(s, it=()):
    for x in it:
        _set_add(s, x)

def _set_discard(s, x):
    h, k, found = _find_key(s, x)
    if found:
        _dict_raw(s, h, k, 'del')

def _set_remove(s, x):
    h, k, found = _find_key(s, x)
    if not found:
        raise KeyError(x)
    _dict_raw(s, h, k, 'del')

def _frozenset___new__(cls, it=()):
    return frozenset(list(_build_set(list(it))))

def _op_set(a, b, op):
    out = set()
    # or, and, sub, xor by their places among the operators
    if op == 11:
        for x in a:
            _set_add(out, x)
        for x in b:
            _set_add(out, x)
    elif op == 10:
        for x in a:
            if _find_key(b, x)[2]:
                _set_add(out, x)
    else:
        for x in a:
            if not _find_key(b, x)[2]:
                _set_add(out, x)
        if op == 12:
            for x in b:
                if not _find_key(a, x)[2]:
                    _set_add(out, x)
    return out

def _set_union(s, *others):
    out = _build_set(list(s))
    for o in others:
        for x in o:
            _set_add(out, x)
    return out
def _set_intersection(s, *others):
    out = s
    for o in others:
        o = _build_set(list(o))
        out = _op_set(out, o, 10)
    return out
def _set_difference(s, *others):
    out = s
    for o in others:
        o = _build_set(list(o))
        out = _op_set(out, o, 1)
    return out

def _isdisjoint(a, b):
    for x in b:
        if x in a:
            return False
    return True

def _op_eq(a, b):
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        if isinstance(a, list) != isinstance(b, list) or len(a) != len(b):
            return False
        for i in range(len(a)):
            x, y = a[i], b[i]
            if x is not y and not x == y:
                return False
        return True
    if isinstance(a, dict) and isinstance(b, dict):
        if len(a) != len(b):
            return False
        for k, v in a.items():
            h, c, found = _find_key(b, k)
            if not found:
                return False
            w = _dict_raw(b, h, c, 'get')
            if v is not w and not v == w:
                return False
        return True
    if isinstance(a, (set, frozenset)) and isinstance(b, (set, frozenset)):
        if len(a) != len(b):
            return False
        for x in a:
            if not _find_key(b, x)[2]:
                return False
        return True
    if type(a).__name__ == 'deque':
        return list(a) == list(b)
    return a is b

def _op_ne(a, b):
    return not _op_eq(a, b)

def _op_order(a, b, op):
    for i in range(min(len(a), len(b))):
        x, y = a[i], b[i]
        if x is not y and not x == y:
            return _compare(x, y, op)
    return _compare(len(a), len(b), op)

def _op_contains(c, x):
    t = type(c)
    f = getattr(t, '__contains__', None)
    if f is not None and not isinstance(c, (list, tuple, dict, set, frozenset, str)):
        return f(c, x)
    if isinstance(c, (dict, set, frozenset)):
        if t is dict or t is set or t is frozenset:
            return _find_key(c, x)[2]
        return f(c, x)
    if f is not None and t is not list and t is not tuple:
        return f(c, x)
    for v in c:
        if v is x or v == x:
            return True
    return False

def _list___contains__(c, x):
    for v in c:
        if v is x or v == x:
            return True
    return False
_tuple___contains__ = _deque___contains__ = _list___contains__

def _list_index(lst, x, start=0, stop=None):
    n = 0
    for v in lst:
        if n >= start and (stop is None or n < stop) and (v is x or v == x):
            return n
        n += 1
    raise ValueError(f'{x!r} is not in list')
_tuple_index = _list_index

def _list_count(lst, x):
    return len([1 for v in lst if v is x or v == x])
_tuple_count = _deque_count = _list_count

def _list_remove(lst, x):
    for i in range(len(lst)):
        if lst[i] is x or lst[i] == x:
            del lst[i]
            return
    raise ValueError('list.remove(x): x not in list')
_deque_remove = _list_remove

def _merge_sort(pairs):
    n = len(pairs)
    if n < 2:
        return pairs
    a = _merge_sort(pairs[:n // 2])
    b = _merge_sort(pairs[n // 2:])
    out = []
    i = j = 0
    while i < len(a) and j < len(b):
        if b[j][0] < a[i][0]:
            out.append(b[j])
            j += 1
        else:
            out.append(a[i])
            i += 1
    return out + a[i:] + b[j:]

def _prelude__sort_keyed(keys, items, reverse):
    pairs = [(keys[i], items[i]) for i in range(len(items))]
    if reverse:
        pairs.reverse()
    pairs = _merge_sort(pairs)
    if reverse:
        pairs.reverse()
    return [p[1] for p in pairs]

def _list_sort(lst, *, key=None, reverse=False):
    items = lst[:]
    keys = items if key is None else [key(x) for x in items]
    lst[:] = _sort_keyed(keys, items, bool(reverse))

@_export
def sorted(iterable, /, *, key=None, reverse=False):
    items = list(iterable)
    keys = items if key is None else [key(x) for x in items]
    return _sort_keyed(keys, items, bool(reverse))

def _deque_iadd(d, it):
    d.extend(it)
    return d

def _enumerate(it, start):
    for x in it:
        yield start, x
        start += 1

def _zip(its, strict):
    its = [iter(i) for i in its]
    if not its:
        return
    while True:
        row = []
        n = 0
        for it in its:
            try:
                row.append(next(it))
            except StopIteration:
                if strict:
                    if n > 0:
                        raise ValueError(f"zip() argument {n + 1} is shorter than argument{'s 1-' if n > 1 else ' '}{n}") from None
                    m = 1
                    for other in its[1:]:
                        if next(other, _nothing) is not _nothing:
                            raise ValueError(f"zip() argument {m + 1} is longer than argument{'s 1-' if m > 1 else ' '}{m}") from None
                        m += 1
                return
            n += 1
        yield tuple(row)

def _reversed(seq):
    for i in range(len(seq) - 1, -1, -1):
        yield seq[i]

@_export
def map(function, iterable, *iterables):
    if iterables:
        return _map_many(function, [iter(iterable)] + [iter(i) for i in iterables])
    return _map_one(function, iter(iterable))
def _map_one(function, it):
    for x in it:
        yield function(x)
_map_one.__qualname__ = 'map'
def _map_many(function, its):
    for args in zip(*its):
        yield function(*args)

@_export
def filter(function, iterable):
    return _filter(function, iter(iterable))
def _filter(function, it):
    for x in it:
        if x if function is None else function(x):
            yield x

@_export
def any(iterable):
    for x in iterable:
        if x:
            return True
    return False

@_export
def all(iterable):
    for x in iterable:
        if not x:
            return False
    return True

def _call_iter(function, sentinel):
    while True:
        v = function()
        if v == sentinel:
            return
        yield v

def _sum(items, total):
    for x in items:
        total = total + x
    return total
def _builtins_sum(iterable, start=0):
    return _sum(iterable, start)

def _extreme(args, key, default, name, better):
    items = list(args[0]) if len(args) == 1 else args
    if not items:
        if default is _nothing:
            raise ValueError(f'{name}() iterable argument is empty')
        return default
    best = items[0]
    best_key = best if key is None else key(best)
    for i in range(1, len(items)):
        x = items[i]
        k = x if key is None else key(x)
        if (k > best_key) if better else (k < best_key):
            best, best_key = x, k
    return best
def _builtins_min(*args, key=None, default=_nothing):
    return _extreme(args, key, default, 'min', False)
def _builtins_max(*args, key=None, default=_nothing):
    return _extreme(args, key, default, 'max', True)
def _builtins_divmod(a, b):
    f = getattr(type(a), '__divmod__', None)
    if f is not None:
        v = f(a, b)
        if v is not NotImplemented:
            return v
    f = getattr(type(b), '__rdivmod__', None)
    if f is not None:
        v = f(b, a)
        if v is not NotImplemented:
            return v
    return (a // b, a % b)
def _builtins_hex(x):
    return hex(x.__index__())
def _builtins_hash(x):
    if isinstance(x, tuple):
        h = 0x345678
        for v in x:
            h = ((h * 1000003) ^ hash(v)) & 0x7fffffffffffffff
        return h
    return hash(x)
def _object___hash__(x):
    return _builtins_hash(x)
def _tuple___hash__(x):
    return _builtins_hash(x)
def _int___new__(cls, x=0, base=10):
    return x.__index__()
def _range___new__(cls, *a):
    return range(*[x.__index__() for x in a])

# Text.

def _repr(x, stack):
    t = type(x)
    r = t.__repr__
    if isinstance(x, (list, tuple, dict, set, frozenset)) or t.__name__ in ('deque', 'dict_values', 'dict_items', 'dict_keys', 'mappingproxy'):
        base = r is list.__repr__ or r is object.__repr__
        if not base:
            return r(x)
        for s in stack:
            if s is x:
                return '[...]' if isinstance(x, list) else '{...}' if isinstance(x, dict) else '(...)'
        stack = stack + [x]
        if isinstance(x, dict):
            return '{' + ', '.join([_repr(k, stack) + ': ' + _repr(v, stack) for k, v in x.items()]) + '}'
        inner = ', '.join([_repr(v, stack) for v in x])
        if isinstance(x, list):
            return '[' + inner + ']'
        if isinstance(x, tuple):
            return '(' + inner + (',)' if len(x) == 1 else ')')
        name = t.__name__
        if name == 'set':
            return '{' + inner + '}'
        if name == 'frozenset':
            return 'frozenset({' + inner + '})'
        if name == 'deque':
            return 'deque([' + inner + ']' + (f', maxlen={x.maxlen}' if x.maxlen is not None else '') + ')'
        return name + '([' + inner + '])'
    if isinstance(x, BaseException) and r is object.__repr__:
        return t.__name__ + '(' + ', '.join([_repr(v, stack) for v in x.args]) + ')'
    if t.__name__ == 'method':
        return f'<bound method {x.__func__.__qualname__} of {x.__self__!r}>'
    if t.__name__ in ('GenericAlias', 'UnionType'):
        return t.__name__
    v = r(x)
    if not isinstance(v, str):
        raise TypeError(f'__repr__ returned non-string (type {type(v).__name__})')
    return v

def _builtins_repr(x):
    return _repr(x, [])
def _object___repr__(x):
    return _repr(x, [])
def _builtins_ascii(x):
    return ascii(_repr(x, []))[1:-1]
def _object___str__(x):
    return _str(x)

def _str(x):
    s = type(x).__str__
    if s is object.__str__:
        return repr(x)
    if s is BaseException.__str__:
        return _exception___str__(x)
    v = s(x)
    if not isinstance(v, str):
        raise TypeError(f'__str__ returned non-string (type {type(v).__name__})')
    return v

def _exception___str__(e):
    a = e.args
    if isinstance(e, OSError) and len(a) == 2:
        f = e.filename
        return f'[Errno {e.errno}] {e.strerror}' + (f': {f!r}' if f is not None else '')
    if isinstance(e, KeyError) and len(a) == 1:
        return repr(a[0])
    if not a:
        return ''
    if len(a) == 1:
        return str(a[0])
    return repr(a)

def _prelude__native_str(x):
    return str(x)

def _op_format(x, conversion, spec):
    if conversion == 114:
        x = repr(x)
    elif conversion == 115:
        x = str(x)
    elif conversion == 97:
        x = ascii(x)
    return _builtins_format(x, spec)

def _builtins_format(x, spec=''):
    f = type(x).__format__
    v = f(x, spec)
    if not isinstance(v, str):
        raise TypeError(f'__format__ must return a str, not {type(v).__name__}')
    return v

def _object___format__(x, spec):
    if spec:
        raise TypeError(f'unsupported format string passed to {type(x).__name__}.__format__')
    return str(x)

def _op_percent(template, args):
    if isinstance(args, tuple):
        args = tuple([_Percent(a) if type(a).__module__ != 'builtins' or isinstance(a, (list, tuple, dict, set)) else a for a in args])
    elif not isinstance(args, dict):
        if hasattr(args, '__getitem__') and '%(' in template and not isinstance(args, (str, list)):
            args = {k: args[k] for k in _sre_names(template)}
            return template % args
        args = (_Percent(args),)
    else:
        args = {k: _Percent(v) if type(v).__module__ != 'builtins' or isinstance(v, (list, tuple, dict, set)) else v for k, v in args.items()}
    out = []
    i = 0
    n = 0
    while i < len(template):
        j = template.find('%', i)
        if j < 0:
            out.append(template[i:])
            break
        out.append(template[i:j])
        k = j + 1
        key = None
        if template[k:k + 1] == '(':
            e = template.index(')', k)
            key = template[k + 1:e]
            k = e + 1
        while k < len(template) and template[k] in '-+ #0123456789.*lhL':
            k += 1
        kind = template[k:k + 1]
        spec = template[j:j + 1] + template[(template.index(')', j) + 1 if key is not None else j + 1):k + 1]
        if kind == '%':
            out.append('%')
        else:
            if key is not None:
                v = args[key]
            else:
                if not isinstance(args, tuple) or n >= len(args):
                    raise TypeError('not enough arguments for format string')
                v = args[n]
                n += 1
            if isinstance(v, _Percent):
                v = v.v
                if kind == 's':
                    v = str(v)
                elif kind == 'r':
                    v = repr(v)
                    spec = spec[:-1] + 's'
                elif kind == 'a':
                    v = ascii(v)
                    spec = spec[:-1] + 's'
                elif kind in 'dioxX':
                    v = int(v)
                elif kind in 'eEfFgG':
                    v = float(v)
            out.append(spec % (v,))
        i = k + 1
    if isinstance(args, tuple) and n < len(args):
        raise TypeError('not all arguments converted during string formatting')
    return ''.join(out)

def _sre_names(template):
    out = []
    i = template.find('%(')
    while i >= 0:
        e = template.index(')', i)
        out.append(template[i + 2:e])
        i = template.find('%(', e)
    return out

def _op_percent_bytes(template, args):
    if not isinstance(args, tuple):
        args = (args,)
    args = tuple([a.decode('latin-1') if isinstance(a, (bytes, bytearray)) else a for a in args])
    return (template.decode('latin-1').replace('%b', '%s') % args).encode('latin-1')

def _str_format(template, args, kwargs):
    return _format_text(template, args, kwargs, [0], 0)

def _format_text(template, args, kwargs, auto, depth):
    if depth > 2:
        raise ValueError('Max string recursion exceeded')
    out = []
    i = 0
    n = len(template)
    while i < n:
        c = template[i]
        if c == '{':
            if template[i + 1:i + 2] == '{':
                out.append('{')
                i += 2
                continue
            level = 1
            j = i + 1
            while j < n and level:
                if template[j] == '{':
                    level += 1
                elif template[j] == '}':
                    level -= 1
                j += 1
            if level:
                raise ValueError("Single '{' encountered in format string" if i + 1 >= n else "expected '}' before end of string")
            out.append(_format_field(template[i + 1:j - 1], args, kwargs, auto, depth))
            i = j
        elif c == '}':
            if template[i + 1:i + 2] != '}':
                raise ValueError("Single '}' encountered in format string")
            out.append('}')
            i += 2
        else:
            a = template.find('{', i)
            b = template.find('}', i)
            e = n if a < 0 and b < 0 else a if b < 0 else b if a < 0 else min(a, b)
            out.append(template[i:e])
            i = e
    return ''.join(out)

def _format_field(field, args, kwargs, auto, depth):
    bracket = 0
    cut = len(field)
    for k in range(len(field)):
        ch = field[k]
        if ch == '[':
            bracket += 1
        elif ch == ']':
            bracket -= 1
        elif bracket <= 0 and (ch == ':' or ch == '!'):
            cut = k
            break
    name = field[:cut]
    rest = field[cut:]
    conversion = ''
    if rest[:1] == '!':
        conversion = rest[1:2]
        rest = rest[2:]
    spec = rest[1:] if rest[:1] == ':' else ''
    first = name
    path = ''
    for k in range(len(name)):
        if name[k] in '.[':
            first = name[:k]
            path = name[k:]
            break
    if first == '':
        if auto[0] is None:
            raise ValueError('cannot switch from manual field specification to automatic field numbering')
        key = auto[0]
        auto[0] += 1
        if key >= len(args):
            raise IndexError(f'Replacement index {key} out of range for positional args tuple')
        v = args[key]
    elif first.isdigit():
        if auto[0]:
            raise ValueError('cannot switch from automatic field numbering to manual field specification')
        auto[0] = None
        if int(first) >= len(args):
            raise IndexError(f'Replacement index {first} out of range for positional args tuple')
        v = args[int(first)]
    else:
        v = kwargs[first]
    while path:
        if path[0] == '.':
            e = len(path)
            for k in range(1, len(path)):
                if path[k] in '.[':
                    e = k
                    break
            v = getattr(v, path[1:e])
            path = path[e:]
        else:
            e = path.index(']')
            key = path[1:e]
            v = v[int(key) if key.isdigit() else key]
            path = path[e + 1:]
    if conversion == 'r':
        v = repr(v)
    elif conversion == 's':
        v = str(v)
    elif conversion == 'a':
        v = ascii(v)
    elif conversion:
        raise ValueError(f"Unknown conversion specifier '{conversion}'")
    if '{' in spec:
        spec = _format_text(spec, args, kwargs, auto, depth + 1)
    return format(v, spec)

def _maketrans(x, y=None, z=None):
    table = {}
    if y is None:
        for k, v in x.items():
            table[ord(k) if isinstance(k, str) else k] = v
        return table
    if len(x) != len(y):
        raise ValueError('the first two maketrans arguments must have equal length')
    for i in range(len(x)):
        table[ord(x[i])] = ord(y[i])
    if z:
        for c in z:
            table[ord(c)] = None
    return table

def _translate(s, table):
    out = []
    for c in s:
        try:
            v = table[ord(c)]
        except LookupError:
            out.append(c)
            continue
        if v is None:
            continue
        out.append(chr(v) if isinstance(v, int) else v)
    return ''.join(out)

def _decode(data, encoding=None, errors=None):
    if not isinstance(data, (bytes, bytearray)):
        raise TypeError(f'decoding to str: need a bytes-like object, {type(data).__name__} found')
    encoding = (encoding or 'utf-8').lower().replace('_', '-')
    errors = errors or 'strict'
    if encoding in ('latin-1', 'iso-8859-1', 'latin1'):
        return bytes(data).decode('latin-1')
    if encoding in ('utf-16', 'utf-16-le', 'utf-16le'):
        if data[:2] == b'\xff\xfe':
            data = data[2:]
        return ''.join([chr(data[i] | data[i + 1] << 8) for i in range(0, len(data) - 1, 2)])
    if encoding == 'utf-8-sig':
        if data[:3] == b'\xef\xbb\xbf':
            data = data[3:]
        encoding = 'utf-8'
    if encoding not in ('utf-8', 'utf8', 'ascii', 'us-ascii'):
        raise LookupError(f'unknown encoding: {encoding}')
    is_ascii = encoding in ('ascii', 'us-ascii')
    out = []
    i = 0
    n = len(data)
    while i < n:
        b = data[i]
        width = 1 if b < 0x80 else 0 if is_ascii or b < 0xc2 else 2 if b < 0xe0 else 3 if b < 0xf0 else 4 if b < 0xf5 else 0
        reason = 'invalid start byte'
        good = width > 0
        if good and width > 1:
            if i + width > n:
                good = False
                reason = 'unexpected end of data'
            else:
                try:
                    out.append(bytes(data[i:i + width]).decode() if _continues(data, i, width) else 1 / 0)
                except ZeroDivisionError:
                    good = False
                    reason = 'invalid continuation byte'
        elif good:
            out.append(chr(b))
        if good:
            i += width
            continue
        if is_ascii:
            reason = 'ordinal not in range(128)'
        if errors == 'strict':
            raise UnicodeDecodeError(f"'{'ascii' if is_ascii else 'utf-8'}' codec can't decode byte 0x{b:02x} in position {i}: {reason}")
        if errors in ('replace', 'surrogateescape'):
            out.append('\ufffd')
        elif errors == 'backslashreplace':
            out.append(f'\\x{b:02x}')
        i += 1
    return ''.join(out)

def _continues(data, i, width):
    for k in range(1, width):
        if not 0x80 <= data[i + k] < 0xc0:
            return False
    return True

def _bytes_decode(data, encoding='utf-8', errors='strict'):
    return _decode(data, encoding, errors)

def _encode(s, encoding, errors='strict'):
    if encoding == 'utf-8-sig':
        return b'\xef\xbb\xbf' + s.encode()
    if encoding in ('utf-16-le', 'utf-16le', 'utf-16'):
        out = bytearray(b'\xff\xfe' if encoding == 'utf-16' else b'')
        for c in s:
            out.append(ord(c) & 255)
            out.append(ord(c) >> 8 & 255)
        return bytes(out)
    limit = 128 if encoding in ('ascii', 'us-ascii') else 256 if encoding in ('latin-1', 'iso-8859-1', 'latin1') else 0
    if not limit:
        raise LookupError(f'unknown encoding: {encoding}')
    out = bytearray()
    for i in range(len(s)):
        o = ord(s[i])
        if o < limit:
            out.append(o)
        elif errors == 'strict':
            name = 'ascii' if limit == 128 else 'latin-1'
            raise UnicodeEncodeError(f"'{name}' codec can't encode character {ascii(s[i])} in position {i}: ordinal not in range({limit})")
        elif errors == 'replace':
            out.append(63)
        elif errors == 'xmlcharrefreplace':
            out.extend(f'&#{o};'.encode())
        elif errors == 'backslashreplace':
            out.extend(ascii(s[i])[1:-1].encode())
    return bytes(out)

# Classes.

@_export
def __build_class__(func, name, *bases, metaclass=None, **kwds):
    orig = bases
    resolved = []
    changed = False
    for b in bases:
        if not isinstance(b, type) and hasattr(b, '__mro_entries__'):
            resolved.extend(b.__mro_entries__(bases))
            changed = True
        else:
            resolved.append(b)
    bases = tuple(resolved)
    meta = metaclass
    if meta is None:
        meta = type(bases[0]) if bases else type
    if isinstance(meta, type):
        for b in bases:
            t = type(b)
            if issubclass(meta, t):
                continue
            if issubclass(t, meta):
                meta = t
                continue
            raise TypeError('metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases')
    prepare = getattr(meta, '__prepare__', None)
    ns = {} if prepare is None else prepare(name, bases, **kwds)
    if changed:
        ns['__orig_bases__'] = orig
    cell = _class_body(func, ns)
    return meta(name, bases, ns, **kwds)

def _finish_class(cls, ns, kwargs):
    for k, v in list(ns.items()):
        f = getattr(type(v), '__set_name__', None)
        if f is not None:
            f(v, cls, k)
    super(cls, cls).__init_subclass__(**kwargs)
    return cls

class _Percent:
    __slots__ = ('v',)
    def __init__(self, v):
        self.v = v

def _isinstance_any(x, classes):
    for c in classes:
        if isinstance(x, c):
            return True
    return False
def _issubclass_any(x, classes):
    for c in classes:
        if issubclass(x, c):
            return True
    return False
def _isinstance_by_class(x, cls):
    return issubclass(x.__class__, cls)

def _match_class(subject, cls, names, count):
    if not isinstance(subject, cls):
        return None
    out = []
    if count:
        if cls in (bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple):
            if count > 1:
                raise TypeError(f'{cls.__name__}() accepts 1 positional sub-pattern ({count} given)')
            out.append(subject)
        else:
            args = getattr(cls, '__match_args__', ())
            if count > len(args):
                raise TypeError(f"{cls.__name__}() accepts {len(args)} positional sub-pattern{'' if len(args) == 1 else 's'} ({count} given)")
            for n in args[:count]:
                if not hasattr(subject, n):
                    return None
                out.append(getattr(subject, n))
    for n in names:
        if not hasattr(subject, n):
            return None
        out.append(getattr(subject, n))
    return tuple(out)

def _match_group(error, cls):
    if error is None:
        return (False, None, None)
    if isinstance(error, BaseExceptionGroup):
        match, rest = error.split(cls)
        return (match is not None, match, rest)
    if isinstance(error, cls):
        return (True, ExceptionGroup('', [error]), None)
    return (False, None, error)

def _group_split(self, condition):
    test = condition if callable(condition) and not isinstance(condition, type) else lambda e: isinstance(e, condition)
    if test(self):
        return self, None
    yes, no = [], []
    for e in self.exceptions:
        if isinstance(e, BaseExceptionGroup):
            a, b = e.split(condition)
            if a is not None:
                yes.append(a)
            if b is not None:
                no.append(b)
        elif test(e):
            yes.append(e)
        else:
            no.append(e)
    def make(items):
        if not items:
            return None
        g = type(self)(self.message, items)
        g.__traceback__ = self.__traceback__
        g.__cause__ = self.__cause__
        g.__context__ = self.__context__
        return g
    return make(yes), make(no)

@_export
def dir(*args):
    if not args:
        return sorted(locals().keys()) if False else sorted(_visible_locals())
    obj = args[0]
    names = {}
    f = getattr(type(obj), '__dir__', None)
    if f is not None and f is not object.__dir__:
        return sorted(f(obj))
    if isinstance(obj, type(_module_host)):
        return sorted(obj.__dict__)
    for k in getattr(obj, '__dict__', {}):
        names[k] = 1
    classes = obj.__mro__ if isinstance(obj, type) else type(obj).__mro__
    for c in classes:
        for k in c.__dict__:
            names[k] = 1
    for k in ('__class__', '__doc__'):
        names[k] = 1
    return sorted(names)

def _visible_locals():
    return list(_b['locals']())

@_export
def vars(*args):
    if not args:
        return _b['locals']()
    try:
        return args[0].__dict__
    except AttributeError:
        raise TypeError('vars() argument must have __dict__ attribute') from None

def _generator_close(g):
    try:
        g.throw(GeneratorExit)
    except (GeneratorExit, StopIteration):
        return
    raise RuntimeError('generator ignored GeneratorExit')

def _resume(g, value, throw):
    return g._resume(value, throw)

async def _asyncgen_aclose(g):
    try:
        await g.athrow(GeneratorExit())
    except (GeneratorExit, StopAsyncIteration):
        return

@_export
def aiter(x):
    return x.__aiter__()
@_export
def anext(x):
    return x.__anext__()

@_export
def __typevar__(name):
    return _import_module('typing').TypeVar(name)

# Modules.

ModuleType = type(_module_host)
_modules_dict = _modules()
sys = ModuleType('sys')
_modules_dict['sys'] = sys
_builtins_module = ModuleType('builtins')
_builtins_module.__dict__ = _b
_modules_dict['builtins'] = _builtins_module
_b['__name__'] = 'builtins'
_path_cache = {}
_natives = {'math': _modulemath, '_host': _host, '_random': _module_random, '_hashlib': _module_hashlib, '_sre': _module_sre, '_json': _module_json, '_sqlite': _module_sqlite, '_zlib': _module_zlib}
_prefix = _config('prefix')
_base_prefix = _config('base_prefix')
_version = _config('version')
_minor = _version.rpartition('.')[0]
_stdlib = _base_prefix + '/lib/python' + _minor


class ModuleSpec:
    def __init__(self, name, loader=None, origin=None, is_package=None):
        self.name = name
        self.loader = loader
        self.origin = origin
        self.submodule_search_locations = [] if is_package else None
        self.parent = name if is_package else name.rpartition('.')[0]
ModuleSpec.__module__ = 'importlib.machinery'

def _listing(d):
    if d in _path_cache:
        return _path_cache[d]
    try:
        names = {n: 1 for n in _host.listdir(d or '.')}
    except OSError:
        names = {}
    _path_cache[d] = names
    return names

def _read_file(path):
    fd = _host.open(path, 0x80000)
    parts = []
    try:
        while True:
            b = _host.read(fd, 65536)
            if not b:
                break
            parts.append(b)
    finally:
        _host.close(fd)
    return b''.join(parts)

def _is_dir(path):
    try:
        return _host.stat(path)[0] & 0o170000 == 0o040000
    except OSError:
        return False

def _import(name, fromlist, level, globals):
    if level:
        package = globals.get('__package__')
        if package is None:
            package = globals.get('__name__', '')
            if '__path__' not in globals:
                package = package.rpartition('.')[0]
        if not package:
            raise ImportError('attempted relative import with no known parent package')
        for _ in range(level - 1):
            if '.' not in package:
                raise ImportError('attempted relative import beyond top-level package')
            package = package.rpartition('.')[0]
        full = package + '.' + name if name else package
    else:
        full = name
    module = _import_module(full)
    if not fromlist:
        return _modules_dict[full.partition('.')[0]]
    if hasattr(module, '__path__'):
        names = fromlist
        if '*' in fromlist:
            names = getattr(module, '__all__', ())
        for n in names:
            if not hasattr(module, n) and full + '.' + n not in _modules_dict:
                try:
                    _import_module(full + '.' + n)
                except ModuleNotFoundError as e:
                    if e.name != full + '.' + n:
                        raise
    return module

def _import_module(full):
    if full in _modules_dict:
        m = _modules_dict[full]
        if m is None:
            raise ModuleNotFoundError(f'import of {full} halted; None in sys.modules', name=full)
        return m
    parent, _, tail = full.rpartition('.')
    path = None
    if parent:
        p = _import_module(parent)
        if full in _modules_dict:
            return _modules_dict[full]
        path = getattr(p, '__path__', None)
        if path is None:
            raise ModuleNotFoundError(f'No module named {full!r}; {parent!r} is not a package', name=full)
    module = _find_module(full, tail, path)
    if module is None:
        if not parent and _is_stdlib(full):
            raise ImportError(f'drydock: module {full!r} is not simulated', name=full)
        raise ModuleNotFoundError(f'No module named {full!r}', name=full)
    if parent:
        setattr(_modules_dict[parent], tail, module)
    return module

def _new_module(full, file, package_path):
    m = ModuleType(full)
    d = m.__dict__
    d['__file__'] = file
    d['__builtins__'] = _builtins_module
    spec = ModuleSpec(full, None, file, package_path is not None)
    d['__spec__'] = spec
    d['__loader__'] = None
    if package_path is not None:
        d['__path__'] = package_path
        d['__package__'] = full
        spec.submodule_search_locations = package_path
    else:
        d['__package__'] = full.rpartition('.')[0]
    return m

def _run_module(m, full, code):
    _modules_dict[full] = m
    try:
        _exec_code(code, m.__dict__, m.__dict__)
    except BaseException:
        _modules_dict.pop(full, None)
        raise
    return _modules_dict.get(full, m)

def _load_library(full):
    if full in _natives:
        m = _natives[full]
        _modules_dict[full] = m
        return m
    code = _library_code(full)
    if code is None:
        return None
    path = _library_path(full)
    package = [path[:-12]] if path.endswith('/__init__.py') else None
    return _run_module(_new_module(full, path, package), full, code)

def _no_stand_in(full, file):
    # What pip puts in place of a package that is not simulated only weighs.
    if bytes(_read_file(file)[:26]) == b'# drydock: a stand-in for ':
        raise ImportError(f'drydock: module {full!r} is not simulated', name=full)

def _find_module(full, tail, path):
    if path is None:
        if full in ('sys', 'builtins', '_host', '_sre', '_json', '_sqlite', '_zlib', '_hashlib', '_random', 'time', 'marshal', 'itertools', 'posix', 'errno'):
            m = _load_library(full)
            if m is not None:
                return m
        path = sys.path
    for entry in path:
        if entry == _stdlib or entry.startswith(_stdlib + '/') and not entry.startswith(_stdlib + '/site-packages'):
            m = _load_library(full)
            if m is not None:
                return m
            continue
        names = _listing(entry)
        base = entry + '/' + tail if entry else tail
        if tail in names and _is_dir(base):
            inner = _listing(base)
            if '__init__.py' in inner:
                file = base + '/__init__.py'
                _no_stand_in(full, file)
                code = _compile(_source_text(_read_file(file)), file, 'exec')
                return _run_module(_new_module(full, file, [base]), full, code)
            namespace = base
        else:
            namespace = None
        if tail + '.py' in names:
            file = base + '.py'
            _no_stand_in(full, file)
            code = _compile(_source_text(_read_file(file)), file, 'exec')
            return _run_module(_new_module(full, file, None), full, code)
        if namespace is not None:
            m = _new_module(full, None, [namespace])
            _modules_dict[full] = m
            return m
    return None

def _source_text(data):
    try:
        return data.decode('utf-8')
    except UnicodeDecodeError:
        return data.decode('latin-1')

def _import_from(module, name):
    try:
        return getattr(module, name)
    except AttributeError:
        pass
    full = getattr(module, '__name__', '?')
    sub = _modules_dict.get(full + '.' + name)
    if sub is not None:
        return sub
    file = getattr(module, '__file__', None)
    if file is None:
        where = 'unknown location'
    else:
        where = file
    raise ImportError(f'cannot import name {name!r} from {full!r} ({where})', name=full, path=file)

def _import_star(module, namespace):
    d = module.__dict__
    names = d.get('__all__')
    if names is None:
        names = [n for n in d if not n.startswith('_')]
    for n in names:
        namespace[n] = getattr(module, n)

@_export
def __import__(name, globals=None, locals=None, fromlist=(), level=0):
    return _import(name, fromlist, level, globals or {})

@_export
def compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1):
    if isinstance(source, (bytes, bytearray)):
        source = bytes(source).decode()
    return _compile(source, str(filename), mode)

@_export
def exec(source, globals=None, locals=None, /, *, closure=None):
    if globals is None:
        globals = _b['globals']()
        if locals is None:
            locals = _b['locals']()
    if locals is None:
        locals = globals
    globals.setdefault('__builtins__', _builtins_module)
    if isinstance(source, (str, bytes)):
        source = compile(source, '<string>', 'exec')
    _exec_code(source, globals, locals)

@_export
def eval(source, globals=None, locals=None, /):
    if globals is None:
        globals = _b['globals']()
        if locals is None:
            locals = _b['locals']()
    if locals is None:
        locals = globals
    if isinstance(source, (str, bytes)):
        source = compile(source, '<string>', 'eval')
    return _exec_code(source, globals, locals)

# Files.

class UnsupportedOperation(OSError, ValueError):
    pass
UnsupportedOperation.__module__ = 'io'

def _fspath(p):
    if isinstance(p, (str, bytes)):
        return p
    f = getattr(type(p), '__fspath__', None)
    if f is None:
        raise TypeError(f'expected str, bytes or os.PathLike object, not {type(p).__name__}')
    return f(p)

class _IOBase:
    closed = False
    def __enter__(self):
        if self.closed:
            raise ValueError('I/O operation on closed file.')
        return self
    def __exit__(self, *exc):
        self.close()
    def __iter__(self):
        return self
    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line
    def close(self):
        self.closed = True
    def flush(self):
        pass
    def readable(self):
        return False
    def writable(self):
        return False
    def seekable(self):
        return False
    def isatty(self):
        return False
    def fileno(self):
        raise UnsupportedOperation('fileno')
    def readlines(self, hint=-1):
        return list(self)
    def writelines(self, lines):
        for line in lines:
            self.write(line)
    def _check(self):
        if self.closed:
            raise ValueError('I/O operation on closed file.')

class FileIO(_IOBase):
    def __init__(self, file, mode='r', closefd=True):
        self.mode = 'rb' if mode == 'r' else mode
        self.closefd = closefd
        self._at_end = False
        if isinstance(file, int):
            self._fd = file
            self.name = file
        else:
            path = _fspath(file)
            self.name = file
            flags = 0x80000
            if 'r' in mode:
                flags |= 2 if '+' in mode else 0
            elif 'w' in mode:
                flags |= (2 if '+' in mode else 1) | 0x40 | 0x200
            elif 'a' in mode:
                flags |= (2 if '+' in mode else 1) | 0x40 | 0x400
            elif 'x' in mode:
                flags |= (2 if '+' in mode else 1) | 0x40 | 0x80
            self._fd = _host.open(path, flags, 0o666)
            if _host.fstat(self._fd)[0] & 0o170000 == 0o040000:
                _host.close(self._fd)
                _host.error(21, file)
        self._readable = 'r' in mode or '+' in mode
        self._writable = mode[:1] in 'wax' or '+' in mode
    def fileno(self):
        return self._fd
    def isatty(self):
        return bool(_host.isatty(self._fd))
    def readable(self):
        return self._readable
    def writable(self):
        return self._writable
    def seekable(self):
        try:
            _host.lseek(self._fd, 0, 1)
            return True
        except OSError:
            return False
    def read(self, n=-1):
        if n is not None and n >= 0:
            return _host.read(self._fd, n)
        parts = []
        while True:
            b = _host.read(self._fd, 65536)
            if not b:
                return b''.join(parts)
            parts.append(b)
    readall = read
    def write(self, data):
        data = bytes(data)
        total = 0
        while True:
            n = _host.write(self._fd, data)
            total += n
            if n >= len(data):
                return total
            data = data[n:]
    def seek(self, offset, whence=0):
        return _host.lseek(self._fd, offset, whence)
    def tell(self):
        return _host.lseek(self._fd, 0, 1)
    def truncate(self, size=None):
        if size is None:
            size = self.tell()
        _host.ftruncate(self._fd, size)
        return size
    def close(self):
        if not self.closed:
            self.closed = True
            if self.closefd:
                _host.close(self._fd)

class _Buffered(_IOBase):
    def __init__(self, raw, buffer_size=8192):
        self.raw = raw
        self._rbuf = b''
        self._wbuf = []
        self._wlen = 0
    @property
    def name(self):
        return self.raw.name
    @property
    def mode(self):
        return self.raw.mode
    def fileno(self):
        return self.raw.fileno()
    def isatty(self):
        return self.raw.isatty()
    def readable(self):
        return self.raw.readable()
    def writable(self):
        return self.raw.writable()
    def seekable(self):
        return self.raw.seekable()
    def _can_read(self):
        if self.closed:
            raise ValueError('read of closed file')
        if not self.raw.readable():
            raise UnsupportedOperation('read')
        if self._wlen:
            self.flush()
    def read(self, n=-1):
        self._can_read()
        if n is None or n < 0:
            data = self._rbuf + self.raw.read(-1)
            self._rbuf = b''
            return data
        while len(self._rbuf) < n:
            b = self.raw.read(max(8192, n - len(self._rbuf)))
            if not b:
                break
            self._rbuf += b
        data = self._rbuf[:n]
        self._rbuf = self._rbuf[n:]
        return data
    def read1(self, n=-1):
        self._can_read()
        if not self._rbuf:
            self._rbuf = self.raw.read(8192)
        if n is None or n < 0:
            n = len(self._rbuf)
        data = self._rbuf[:n]
        self._rbuf = self._rbuf[n:]
        return data
    def readinto(self, b):
        data = self.read(len(b))
        b[:len(data)] = data
        return len(data)
    def peek(self, n=0):
        if not self._rbuf:
            self._rbuf = self.raw.read(8192)
        return self._rbuf
    def readline(self, limit=-1):
        self._can_read()
        parts = []
        size = 0
        while True:
            i = self._rbuf.find(b'\n')
            if i >= 0 or limit >= 0 and size + len(self._rbuf) >= limit:
                e = i + 1 if i >= 0 else len(self._rbuf)
                if limit >= 0:
                    e = min(e, limit - size)
                parts.append(self._rbuf[:e])
                self._rbuf = self._rbuf[e:]
                return b''.join(parts)
            parts.append(self._rbuf)
            size += len(self._rbuf)
            self._rbuf = self.raw.read(8192)
            if not self._rbuf:
                return b''.join(parts)
    def write(self, data):
        if self.closed:
            raise ValueError('write to closed file')
        if not self.raw.writable():
            raise UnsupportedOperation('write')
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        if self._rbuf:
            self.raw.seek(-len(self._rbuf), 1)
            self._rbuf = b''
        data = bytes(data)
        self._wbuf.append(data)
        self._wlen += len(data)
        if self._wlen >= 8192:
            self.flush()
        return len(data)
    def flush(self):
        if self._wlen:
            data = b''.join(self._wbuf)
            self._wbuf = []
            self._wlen = 0
            self.raw.write(data)
    def seek(self, offset, whence=0):
        self.flush()
        if whence == 1:
            offset -= len(self._rbuf)
        self._rbuf = b''
        return self.raw.seek(offset, whence)
    def tell(self):
        return self.raw.tell() - len(self._rbuf) + self._wlen
    def truncate(self, size=None):
        self.flush()
        return self.raw.truncate(self.tell() if size is None else size)
    def detach(self):
        self.flush()
        return self.raw
    def close(self):
        if not self.closed:
            try:
                self.flush()
            finally:
                self.closed = True
                self.raw.close()

class BufferedReader(_Buffered):
    def __repr__(self):
        return f'<_io.BufferedReader name={self.name!r}>'
class BufferedWriter(_Buffered):
    def __repr__(self):
        return f'<_io.BufferedWriter name={self.name!r}>'
class BufferedRandom(_Buffered):
    pass

class TextIOWrapper(_IOBase):
    def __init__(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False):
        self.buffer = buffer
        self.encoding = encoding or 'utf-8'
        self.errors = errors or 'strict'
        self._newline = newline
        self.newlines = None
        self.line_buffering = line_buffering
        self.write_through = write_through
        self._text = ''
        self._pending = b''
        self._out = []
        self._out_len = 0
        self._live = False
    @property
    def name(self):
        return self.buffer.name
    @property
    def mode(self):
        return getattr(self, '_mode', 'w')
    def __repr__(self):
        return f'<_io.TextIOWrapper name={self.name!r} mode={self.mode!r} encoding={self.encoding!r}>'
    def reconfigure(self, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None):
        self.flush()
        if encoding is not None:
            self.encoding = encoding
        if errors is not None:
            self.errors = errors
        if line_buffering is not None:
            self.line_buffering = line_buffering
        if write_through is not None:
            self.write_through = write_through
    def fileno(self):
        return self.buffer.fileno()
    def isatty(self):
        return self.buffer.isatty()
    def readable(self):
        return self.buffer.readable()
    def writable(self):
        return self.buffer.writable()
    def seekable(self):
        return self.buffer.seekable()
    def write(self, s):
        if not isinstance(s, str):
            raise TypeError(f'write() argument must be str, not {type(s).__name__}')
        if self.closed:
            raise ValueError('I/O operation on closed file.')
        n = len(s)
        if self._newline is not None and self._newline not in ('', '\n'):
            s = s.replace('\n', self._newline)
        self._out.append(s)
        self._out_len += n
        if self._out_len >= 8192 or self.write_through or self.line_buffering and ('\n' in s or '\r' in s):
            self._push()
            if self.write_through or self.line_buffering and ('\n' in s or '\r' in s):
                self.buffer.flush()
        elif not self._live:
            self._live = True
            if not self.buffer.writable():
                self._out = []
                self._out_len = 0
                raise UnsupportedOperation('not writable')
        return n
    def _push(self):
        if self._out:
            data = ''.join(self._out)
            self._out = []
            self._out_len = 0
            self.buffer.write(data.encode(self.encoding, self.errors))
    def flush(self):
        if self.closed:
            raise ValueError('I/O operation on closed file.')
        self._push()
        self.buffer.flush()
    def _decode(self, data, final):
        data = self._pending + data
        self._pending = b''
        if not final and self.encoding.lower().replace('_', '-') in ('utf-8', 'utf8'):
            # A character cut in two waits for its rest.
            n = len(data)
            k = 1
            while k <= 3 and k <= n:
                b = data[n - k]
                if b >= 0xc0:
                    need = 2 if b < 0xe0 else 3 if b < 0xf0 else 4
                    if need > k:
                        self._pending = data[n - k:]
                        data = data[:n - k]
                    break
                if b < 0x80:
                    break
                k += 1
        s = data.decode(self.encoding, self.errors)
        if self._newline is None and '\r' in s:
            if s.endswith('\r') and not final:
                self._pending = b'\r' + self._pending
                s = s[:-1]
            s = s.replace('\r\n', '\n').replace('\r', '\n')
        return s
    def _can_read(self):
        if self.closed:
            raise ValueError('I/O operation on closed file.')
        if not self.buffer.readable():
            raise UnsupportedOperation('not readable')
        if self._out:
            self.flush()
    def _more(self):
        b = self.buffer.read1(8192)
        if not b:
            self._text += self._decode(b'', True)
            return False
        self._text += self._decode(b, False)
        return True
    def read(self, n=-1):
        self._can_read()
        if n is None or n < 0:
            s = self._text + self._decode(self.buffer.read(), True)
            self._text = ''
            return s
        while len(self._text) < n and self._more():
            pass
        s = self._text[:n]
        self._text = self._text[n:]
        return s
    def readline(self, limit=-1):
        self._can_read()
        while True:
            i = self._text.find('\n')
            if i >= 0 or limit >= 0 and len(self._text) >= limit:
                e = i + 1 if i >= 0 else limit
                if limit >= 0:
                    e = min(e, limit)
                s = self._text[:e]
                self._text = self._text[e:]
                return s
            if not self._more():
                s = self._text
                self._text = ''
                return s
    def seek(self, offset, whence=0):
        self._push()
        self._text = ''
        self._pending = b''
        return self.buffer.seek(offset, whence)
    def tell(self):
        self._push()
        return self.buffer.tell() - len(self._text.encode(self.encoding)) - len(self._pending)
    def truncate(self, size=None):
        self.flush()
        return self.buffer.truncate(size)
    def detach(self):
        self.flush()
        return self.buffer
    def close(self):
        if not self.closed:
            try:
                self.flush()
            finally:
                self.closed = True
                self.buffer.close()

for _c in (FileIO, BufferedReader, BufferedWriter, BufferedRandom, TextIOWrapper):
    _c.__module__ = '_io'

_open_files = []

@_export
def open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    for c in mode:
        if c not in 'rwaxbt+' or mode.count(c) > 1:
            raise ValueError(f'invalid mode: {mode!r}')
    kinds = len([c for c in mode if c in 'rwax'])
    if kinds != 1:
        raise ValueError('must have exactly one of create/read/write/append mode' if kinds else 'Must have exactly one of create/read/write/append mode and at most one plus')
    binary = 'b' in mode
    if binary and 't' in mode:
        raise ValueError("can't have text and binary mode at once")
    if binary and encoding is not None:
        raise ValueError("binary mode doesn't take an encoding argument")
    raw_mode = mode.replace('b', '').replace('t', '')
    raw = FileIO(file, raw_mode, closefd)
    raw.mode = mode
    if buffering == 0:
        if not binary:
            raise ValueError("can't have unbuffered text I/O")
        return raw
    if '+' in mode:
        buffer = BufferedRandom(raw)
    elif 'r' in mode:
        buffer = BufferedReader(raw)
    else:
        buffer = BufferedWriter(raw)
    if len(_open_files) > 200:
        _open_files[:] = [f for f in _open_files if not f.closed]
    if binary:
        if 'r' not in mode or '+' in mode:
            _open_files.append(buffer)
        return buffer
    text = TextIOWrapper(buffer, encoding, errors, newline, buffering == 1)
    text._mode = mode
    if 'r' not in mode or '+' in mode:
        _open_files.append(text)
    return text

@_export
def print(*args, sep=' ', end='\n', file=None, flush=False):
    if file is None:
        file = sys.stdout
        if file is None:
            return
    file.write(_print_text(args, ' ' if sep is None else sep, '\n' if end is None else end))
    if flush:
        file.flush()

def _prelude__print_text(args, sep, end):
    return sep.join([str(a) for a in args]) + end

@_export
def input(prompt=''):
    if prompt != '':
        sys.stdout.write(str(prompt))
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError('EOF when reading a line')
    return line[:-1] if line.endswith('\n') else line

# Exceptions that nobody caught.

def _type_line(e, suggest=True):
    t = type(e)
    name = t.__qualname__
    if t.__module__ not in ('builtins', '__main__'):
        name = f'{t.__module__}.{name}'
    try:
        text = str(e)
    except Exception:
        text = '<exception str() failed>'
    if isinstance(e, SyntaxError) and getattr(e, 'msg', None) is not None:
        text = str(e.msg)
    elif suggest and isinstance(e, (NameError, AttributeError, ImportError)):
        text += _hint(e)
    line = f'{name}: {text}\n' if text else f'{name}\n'
    notes = getattr(e, '__notes__', None)
    if notes:
        for n in notes:
            line += str(n) + '\n'
    return line

def _hint(e):
    wrong = getattr(e, 'name', None)
    if not isinstance(wrong, str):
        return ''
    if isinstance(e, AttributeError):
        if len(e.args) != 1 or 'has no attribute' not in str(e.args[0]):
            return ''
        try:
            names = dir(e.obj)
        except Exception:
            return ''
        if not wrong.startswith('_'):
            names = [n for n in names if not n.startswith('_')]
    elif isinstance(e, ImportError):
        return ''
    else:
        tb = e.__traceback__
        if tb is None:
            return ''
        while tb.tb_next is not None:
            tb = tb.tb_next
        frame = tb.tb_frame
        names = list(frame.f_code.co_varnames) + list(frame.f_globals) + list(_b)
    best = _closest(wrong, names)
    if best is None:
        if isinstance(e, NameError) and not isinstance(e, UnboundLocalError) and _is_stdlib(wrong):
            return f". Did you forget to import '{wrong}'?"
        return ''
    if isinstance(e, UnboundLocalError):
        return ''
    hint = f". Did you mean: '{best}'?"
    if isinstance(e, NameError) and _is_stdlib(wrong):
        hint = hint[:-1] + f" Or did you forget to import '{wrong}'?" if False else f". Did you mean: '{best}'? Or did you forget to import '{wrong}'?"
    return hint

def _closest(wrong, names):
    if len(names) > 750 or len(wrong) > 40:
        return None
    best = None
    best_distance = len(wrong) * 2
    for n in names:
        if n == wrong or len(n) > 40:
            continue
        limit = min((len(n) + len(wrong) + 3) * 2 // 6, best_distance - 1)
        d = _distance(wrong, n, limit)
        if d > limit:
            continue
        if best is None or d < best_distance:
            best = n
            best_distance = d
    return best

def _distance(a, b, limit):
    if abs(len(a) - len(b)) * 2 > limit:
        return limit + 1
    row = [i * 2 for i in range(len(b) + 1)]
    for i in range(len(a)):
        prev = row
        row = [(i + 1) * 2]
        low = row[0]
        for j in range(len(b)):
            x, y = a[i], b[j]
            cost = 0 if x == y else 1 if x.lower() == y.lower() else 2
            v = min(prev[j] + cost, prev[j + 1] + 2, row[j] + 2)
            row.append(v)
            if v < low:
                low = v
        if low > limit:
            return limit + 1
    return row[-1]

def _syntax_lines(e):
    out = []
    file = getattr(e, 'filename', None)
    line = getattr(e, 'lineno', None)
    if line is not None:
        out.append(f'  File "{file if file is not None else "<string>"}", line {line}\n')
    text = getattr(e, 'text', None)
    if text is not None:
        raw = text.rstrip('\n').rstrip()
        stripped = raw.lstrip()
        out.append(f'    {stripped}\n')
        offset = getattr(e, 'offset', None)
        if offset is not None and offset >= 1 and type(e) is not IndentationError or offset is not None and _marks_indentation(e):
            lead = len(raw) - len(stripped)
            end = getattr(e, 'end_offset', None)
            if getattr(e, 'end_lineno', line) != line:
                end = len(raw) + 1
            if end is None or end <= offset:
                end = offset + 1
            start = offset - 1 - lead
            if start >= 0:
                end = min(end, len(raw) + 1) if end - 1 > len(raw) and offset - 1 < len(raw) else end
                out.append('    ' + ' ' * start + '^' * max(1, end - offset) + '\n')
    return ''.join(out)

def _marks_indentation(e):
    return 'expected an indented block' in str(e.msg) or 'unindent' in str(e.msg)

_CAUSE = '\nThe above exception was the direct cause of the following exception:\n\n'
_CONTEXT = '\nDuring handling of the above exception, another exception occurred:\n\n'

def _format_exception(e, chain=True, seen=()):
    out = ''
    parts = _exception_parts(e)
    if chain and parts is not None and len(seen) < 50:
        cause, context, suppress, notes = parts
        seen = seen + (id(e),)
        if cause is not None and id(cause) not in seen:
            out += _format_exception(cause, True, seen) + _CAUSE
        elif cause is None and context is not None and not suppress and id(context) not in seen:
            out += _format_exception(context, True, seen) + _CONTEXT
    tb = _format_traceback(e)
    if isinstance(e, BaseExceptionGroup):
        return out + _format_group(e, tb, 0)
    if tb:
        out += 'Traceback (most recent call last):\n' + tb
    if isinstance(e, SyntaxError) and getattr(e, 'lineno', None) is not None:
        out += _syntax_lines(e)
    return out + _type_line(e)

def _format_group(e, tb, depth):
    pad = '  ' * (depth + 1)
    lines = []
    head = '+ Exception Group Traceback (most recent call last):\n' if tb else ''
    body = head
    for l in tb.splitlines():
        body += '| ' + l + '\n'
    body += '| ' + _type_line(e)
    n = 0
    total = len(e.exceptions)
    for x in e.exceptions:
        n += 1
        body += ('+-' if n == 1 else '  ') + f'+---------------- {n} ----------------\n'
        inner_tb = _format_traceback(x)
        if isinstance(x, BaseExceptionGroup):
            text = _format_group(x, inner_tb, 0)
            for l in text.splitlines():
                body += '  ' + l[2:] + '\n' if l.startswith('  ') else '  ' + l + '\n'
            continue
        if inner_tb:
            body += '  | Traceback (most recent call last):\n'
            for l in inner_tb.splitlines():
                body += '  | ' + l + '\n'
        for l in _type_line(x).splitlines():
            body += '  | ' + l + '\n'
    body += '  +------------------------------------\n'
    return ''.join(['  ' + l + '\n' for l in body.splitlines()])

def _excepthook(cls, e, tb):
    sys.stderr.write(_format_exception(e))

# Signals.

_signal_handlers = {}

def _on_signal(number):
    h = _signal_handlers.get(number)
    if h is None:
        if number == 2:
            raise KeyboardInterrupt
        return
    h(number, _getframe(0))

# Threads.

_threads_alive = []

# The start and the end.

def _setup_sys(argv, options):
    d = sys.__dict__
    d['modules'] = _modules_dict
    d['argv'] = argv
    d['executable'] = _config('executable')
    d['prefix'] = d['exec_prefix'] = _prefix
    d['base_prefix'] = d['base_exec_prefix'] = _base_prefix
    d['version'] = _version + ' (main, Nov  4 2025, 00:00:00) [GCC 14.2.0]'
    numbers = [int(n) for n in _version.split('.')]
    hexversion = (numbers[0] << 24) + (numbers[1] << 16) + (numbers[2] << 8) + 0xf0
    d['platform'] = 'linux'
    d['byteorder'] = 'little'
    d['maxsize'] = 9223372036854775807
    d['maxunicode'] = 1114111
    d['hexversion'] = hexversion
    d['copyright'] = 'Copyright (c) 2001-2024 Python Software Foundation.\nAll Rights Reserved.'
    d['api_version'] = 1013
    d['version_info'] = _VersionInfo((*numbers, 'final', 0))
    d['implementation'] = _Namespace(name='cpython', cache_tag='cpython-' + _minor.replace('.', ''), version=d['version_info'], hexversion=hexversion)
    d['flags'] = _Namespace(debug=0, inspect=0, interactive=0, optimize=0, dont_write_bytecode=0, no_user_site=0, ignore_environment=0, verbose=0, quiet=0, utf8_mode=0, dev_mode=False, isolated=0)
    d['float_info'] = _Namespace(max=1.7976931348623157e+308, min=2.2250738585072014e-308, dig=15, epsilon=2.220446049250313e-16, mant_dig=53)
    d['int_info'] = _Namespace(bits_per_digit=30, sizeof_digit=4)
    d['hash_info'] = _Namespace(width=64, modulus=2305843009213693951)
    d['warnoptions'] = []
    d['orig_argv'] = _argv()
    d['path_hooks'] = []
    d['meta_path'] = []
    d['path_importer_cache'] = {}
    d['builtin_module_names'] = ('_io', 'builtins', 'errno', 'itertools', 'posix', 'sys', 'time')
    d['dont_write_bytecode'] = False
    d['pycache_prefix'] = None
    d['stdlib_module_names'] = frozenset()
    d['tracebacklimit'] = 1000
    d['excepthook'] = d['__excepthook__'] = _excepthook
    d['displayhook'] = d['__displayhook__'] = _displayhook
    d['exit'] = _sys_exit
    d['exc_info'] = _exc_info
    d['exception'] = _handled
    d['getrecursionlimit'] = lambda: _limit[0]
    d['setrecursionlimit'] = _setrecursionlimit
    d['getsizeof'] = _getsizeof
    d['getrefcount'] = lambda x: 2
    d['getdefaultencoding'] = lambda: 'utf-8'
    d['getfilesystemencoding'] = lambda: 'utf-8'
    d['intern'] = lambda s: s
    d['_getframe'] = _getframe
    d['settrace'] = d['setprofile'] = lambda f: None
    d['gettrace'] = d['getprofile'] = lambda: None
    d['setswitchinterval'] = lambda n: None
    d['getswitchinterval'] = lambda: 0.005
    d['is_finalizing'] = lambda: False
    d['audit'] = d['addaudithook'] = lambda *a: None
    d['call_tracing'] = lambda f, a: f(*a)

_limit = [1000]

def _setrecursionlimit(n):
    if n < 1:
        raise ValueError('recursion limit must be greater or equal than 1')
    _limit[0] = n
    _set_recursion_limit(n)

def _getsizeof(x, default=0):
    if isinstance(x, str):
        return 49 + len(x)
    if isinstance(x, bytes):
        return 33 + len(x)
    if isinstance(x, list):
        return 56 + 8 * len(x)
    if isinstance(x, tuple):
        return 40 + 8 * len(x)
    if isinstance(x, dict):
        return 64 if not x else 184 if len(x) <= 5 else 96 * len(x)
    if isinstance(x, (set, frozenset)):
        return 216 if len(x) < 5 else 728
    if isinstance(x, int):
        return 28
    if isinstance(x, float):
        return 24
    return 48

class _Namespace:
    def __init__(self, **kw):
        self.__dict__.update(kw)
    def __repr__(self):
        return 'namespace(' + ', '.join([f'{k}={v!r}' for k, v in self.__dict__.items()]) + ')'
    def __eq__(self, other):
        return isinstance(other, _Namespace) and self.__dict__ == other.__dict__
_Namespace.__name__ = _Namespace.__qualname__ = 'SimpleNamespace'
_Namespace.__module__ = 'types'

class _VersionInfo(tuple):
    major = property(lambda self: self[0])
    minor = property(lambda self: self[1])
    micro = property(lambda self: self[2])
    releaselevel = property(lambda self: self[3])
    serial = property(lambda self: self[4])
    def __repr__(self):
        return f'sys.version_info(major={self[0]}, minor={self[1]}, micro={self[2]}, releaselevel={self[3]!r}, serial={self[4]})'

def _sys_exit(status=None, /):
    raise SystemExit(status) if status is not None else SystemExit
_sys_exit.__name__ = 'exit'
_b['exit'] = _b['quit'] = _sys_exit

def _exc_info():
    e = _handled()
    if e is None:
        return (None, None, None)
    return (type(e), e, e.__traceback__)

def _displayhook(v):
    if v is not None:
        sys.stdout.write(repr(v) + '\n')
        _b['_'] = v
_b['__displayhook__'] = lambda v: sys.displayhook(v)

_atexit = []
_b['__environ__'] = _environ
def _hard_exit(status):
    _exit(status)
_b['__hard_exit__'] = _hard_exit
_b['__prelude__'] = _prelude_dict()

class _gaierror(OSError):
    pass
_gaierror.__name__ = _gaierror.__qualname__ = 'gaierror'
_gaierror.__module__ = 'socket'

class _re_PatternError(Exception):
    def __init__(self, msg, pattern=None, pos=None):
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        if pattern is not None and pos is not None:
            msg = f'{msg} at position {pos}'
            self.lineno = pattern.count('\n' if isinstance(pattern, str) else b'\n', 0, pos) + 1
            self.colno = pos + 1
            if isinstance(pattern, str) and '\n' in pattern:
                self.colno = pos - pattern.rfind('\n', 0, pos)
                msg = f'{msg} (line {self.lineno}, column {self.colno})'
        else:
            self.lineno = self.colno = None
        super().__init__(msg)
_re_PatternError.__name__ = _re_PatternError.__qualname__ = 'error'
_re_PatternError.__module__ = 're'

def _re_error(msg, pattern, pos):
    raise _re_PatternError(msg, pattern, pos)

def _re_template(pattern, repl):
    """Literal parts and group numbers of a replacement."""
    is_bytes = isinstance(repl, bytes)
    if is_bytes:
        repl = repl.decode('latin-1')
    parts = []
    lit = []
    i = 0
    names = pattern.groupindex
    while i < len(repl):
        c = repl[i]
        if c != '\\':
            lit.append(c)
            i += 1
            continue
        i += 1
        if i >= len(repl):
            raise _re_PatternError('bad escape (end of pattern)', repl, i - 1)
        c = repl[i]
        i += 1
        group = None
        if c == 'g':
            if repl[i:i + 1] != '<':
                raise _re_PatternError('missing <', repl, i)
            e = repl.find('>', i)
            if e < 0:
                raise _re_PatternError('missing >, unterminated name', repl, i + 1)
            name = repl[i + 1:e]
            i = e + 1
            if name.isdigit():
                group = int(name)
            elif name in names:
                group = names[name]
            else:
                raise IndexError(f'unknown group name {name!r}')
        elif c.isdigit() and c != '0':
            n = c
            if i < len(repl) and repl[i].isdigit():
                n += repl[i]
                i += 1
            group = int(n)
        elif c == '0':
            lit.append('\0')
        elif c in 'nrtabfv\\':
            lit.append({'n': '\n', 'r': '\r', 't': '\t', 'a': '\a', 'b': '\b', 'f': '\f', 'v': '\v', '\\': '\\'}[c])
        elif c.isalpha():
            raise _re_PatternError(f'bad escape \\{c}', repl, i - 2)
        else:
            lit.append('\\' + c)
        if group is not None:
            if group > pattern.groups:
                raise _re_PatternError(f'invalid group reference {group}', repl, i - 1)
            parts.append(''.join(lit))
            lit = []
            parts.append(group)
    parts.append(''.join(lit))
    if is_bytes:
        parts = [p if isinstance(p, int) else p.encode('latin-1') for p in parts]
    return parts

def _re_fill(parts, m, empty):
    out = []
    for p in parts:
        if isinstance(p, int):
            v = m.group(p)
            out.append(empty if v is None else v)
        else:
            out.append(p)
    return empty.join(out)

def _re_expand(m, template):
    return _re_fill(_re_template(m.re, template), m, template[:0])

def _re_sub(pattern, repl, text, count, with_count):
    empty = text[:0]
    if isinstance(empty, bytearray):
        empty = b''
    parts = None if callable(repl) else _re_template(pattern, repl)
    out = []
    at = 0
    n = 0
    for m in pattern.finditer(text):
        out.append(text[at:m.start()])
        out.append(repl(m) if parts is None else _re_fill(parts, m, empty))
        at = m.end()
        n += 1
        if n == count:
            break
    out.append(text[at:])
    s = empty.join(out)
    return (s, n) if with_count else s


_USAGE = '''usage: {0} [option] ... [-c cmd | -m mod | file | -] [arg] ...
Try `{0} -h' for more information.
'''

def _parse_args(argv):
    o = {'u': False, 'c': None, 'm': None, 'i': False, 'V': 0}
    i = 1
    rest = None
    while i < len(argv):
        a = argv[i]
        if a == '-' or not a.startswith('-'):
            break
        if a == '--version':
            o['V'] += 1
            i += 1
            continue
        if a == '--help':
            o['h'] = True
            i += 1
            continue
        if a == '--':
            i += 1
            break
        j = 1
        stop = False
        while j < len(a):
            ch = a[j]
            if ch == 'c' or ch == 'm':
                v = a[j + 1:]
                if not v:
                    i += 1
                    if i >= len(argv):
                        o['bad'] = f'Argument expected for the -{ch} option\n'
                        return o, []
                    v = argv[i]
                o[ch] = v
                stop = True
                break
            if ch == 'W' or ch == 'X':
                if not a[j + 1:]:
                    i += 1
                break
            if ch == 'u':
                o['u'] = True
            elif ch == 'V':
                o['V'] += 1
            elif ch == 'i':
                o['i'] = True
            elif ch == 'h':
                o['h'] = True
            elif ch not in 'bBdEIOPqRsSvx':
                o['bad'] = f'Unknown option: -{ch}\n'
                return o, []
            j += 1
        i += 1
        if stop:
            break
    return o, argv[i:]

def _flush(f):
    try:
        if f is not None and not f.closed:
            f.flush()
    except BrokenPipeError:
        pass

def _finish(status):
    while _threads_alive:
        t = _threads_alive[0]
        try:
            t.join()
        except KeyboardInterrupt:
            break
    for f, a, k in reversed(_atexit):
        try:
            f(*a, **k)
        except SystemExit:
            pass
        except BaseException as e:
            sys.excepthook(type(e), e, e.__traceback__)
    for f in _open_files:
        try:
            f.close()
        except Exception:
            pass
    _flush(sys.stdout)
    _flush(sys.stderr)
    return status

def _report(e):
    """What an uncaught exception prints, and the status it gives."""
    if isinstance(e, SystemExit):
        code = e.code
        if code is None:
            return 0
        if isinstance(code, int):
            return code
        _flush(sys.stdout)
        sys.stderr.write(str(code) + '\n')
        return 1
    _flush(sys.stdout)
    try:
        hook = sys.excepthook
        hook(type(e), e, e.__traceback__)
    except SystemExit as s:
        return _report(s)
    except BaseException as x:
        sys.stderr.write('Error in sys.excepthook:\n' + _format_exception(x) + '\nOriginal exception was:\n' + _format_exception(e))
    return -2 if isinstance(e, KeyboardInterrupt) else 1

def _abs(path):
    if path.startswith('/'):
        return path
    cwd = _host.getcwd()
    return cwd + '/' + path

def _main():
    argv = _argv()
    environ = _environ()
    o, rest = _parse_args(argv)
    _setup_sys([], o)
    unbuffered = o['u'] or bool(environ.get('PYTHONUNBUFFERED'))
    for name, fd, mode in (('stdin', 0, 'r'), ('stdout', 1, 'w'), ('stderr', 2, 'w')):
        raw = FileIO(fd, mode, False)
        raw.name = f'<{name}>'
        tty = False
        try:
            tty = raw.isatty()
        except OSError:
            pass
        if mode == 'r':
            f = TextIOWrapper(BufferedReader(raw), 'utf-8')
        else:
            f = TextIOWrapper(BufferedWriter(raw), 'utf-8', 'backslashreplace' if fd == 2 else 'strict', None, tty or fd == 2, unbuffered)
        f._mode = mode
        setattr(sys, name, f)
        setattr(sys, f'__{name}__', f)
    _host.sigaction(13, 1)
    _host.sigaction(2, 2)
    _set_signal_hook(_on_signal)
    if 'bad' in o:
        sys.stderr.write(o['bad'] + _USAGE.format(argv[0]))
        return 2
    if o['V']:
        sys.stdout.write('Python ' + (_version if o['V'] == 1 else sys.version) + '\n')
        return 0
    if o.get('h'):
        sys.stdout.write(_USAGE.format(argv[0]))
        return 0
    site = _prefix + '/lib/python' + _minor + '/site-packages'
    users = environ.get('HOME', '') + '/.local/lib/python' + _minor + '/site-packages'
    path = [p for p in environ.get('PYTHONPATH', '').split(':') if p]
    path += [_base_prefix + '/lib/python' + _minor.replace('.', '') + '.zip', _stdlib, _stdlib + '/lib-dynload']
    if _prefix == _base_prefix and not environ.get('PYTHONNOUSERSITE') and _is_dir(users):
        path.append(users)
    # Debian's own interpreter looks elsewhere.
    path += ['/usr/local/lib/python' + _minor + '/dist-packages', '/usr/lib/python3/dist-packages', site] if _prefix == '/usr' else [site]
    if _prefix != _base_prefix and b'include-system-site-packages = true' in (_read_file(_prefix + '/pyvenv.cfg') or b''):
        path.append(_stdlib + '/site-packages')
    sys.path = path
    main = ModuleType('__main__')
    d = main.__dict__
    d['__builtins__'] = _builtins_module
    d['__spec__'] = d['__loader__'] = d['__package__'] = None
    d['__annotations__'] = {}
    _modules_dict['__main__'] = main
    if o['c'] is not None:
        sys.argv = ['-c'] + rest
        sys.path.insert(0, '')
        _exec_code(_compile(o['c'] + '\n', '<string>', 'exec'), d, d)
        return 0
    if o['m'] is not None:
        sys.argv = ['-m'] + rest
        sys.path.insert(0, _host.getcwd())
        return _run_as_main(o['m'], rest, d, argv)
    if rest and rest[0] != '-':
        file = rest[0]
        full = _abs(file)
        sys.argv = rest
        try:
            if _is_dir(file):
                inner = file.rstrip('/') + '/__main__.py'
                data = None
                if '__main__.py' in _listing(file):
                    data = _read_file(inner)
                if data is None:
                    sys.stderr.write(f"{argv[0]}: can't find '__main__' module in {full!r}\n")
                    return 1
                sys.path.insert(0, full)
                full = full + '/__main__.py'
            else:
                data = _read_file(file)
                directory = full.rpartition('/')[0]
                sys.path.insert(0, directory or '/')
        except OSError as e:
            sys.stderr.write(f"{argv[0]}: can't open file {full!r}: [Errno {e.errno}] {e.strerror}\n")
            return 2
        d['__file__'] = full
        d['__cached__'] = None
        _exec_code(_compile(_source_text(data), full, 'exec'), d, d)
        return 0
    sys.argv = rest or ['']
    sys.path.insert(0, '')
    if sys.stdin.isatty() or o['i']:
        return _repl(d)
    text = sys.stdin.read()
    d['__file__'] = '<stdin>'
    _exec_code(_compile(text, '<stdin>', 'exec'), d, d)
    return 0

def _run_as_main(name, rest, d, argv):
    exe = sys.executable
    try:
        parent = name.rpartition('.')[0]
        if parent:
            _import_module(parent)
        text, file, package = _module_source(name)
        if package:
            name = name + '.__main__'
            pkg = _import_module(name.rpartition('.')[0])
            try:
                text, file, package = _module_source(name)
            except ImportError:
                base = name[:-9]
                sys.stderr.write(f"{exe}: No module named {name}; '{base}' is a package and cannot be directly executed\n")
                return 1
    except ModuleNotFoundError as e:
        sys.stderr.write(f'{exe}: No module named {name}\n' if e.name == name or e.name is None else f"{exe}: Error while finding module specification for '{name}' ({type(e).__name__}: {e})\n")
        return 1
    sys.argv = [file] + rest
    d['__file__'] = file
    d['__package__'] = name.rpartition('.')[0]
    d['__spec__'] = ModuleSpec(name, None, file)
    code = text if not isinstance(text, str) else _compile(text, file, 'exec')
    _exec_code(code, d, d)
    return 0

def _module_source(name):
    parent, _, tail = name.rpartition('.')
    path = sys.path if not parent else _modules_dict[parent].__path__
    for entry in path:
        if entry == _stdlib or entry.startswith(_stdlib + '/') and not entry.startswith(_stdlib + '/site-packages'):
            code = _library_code(name)
            if code is not None:
                file = _library_path(name)
                return code, file, file.endswith('/__init__.py')
            continue
        names = _listing(entry)
        base = entry + '/' + tail if entry else tail
        if tail in names and _is_dir(base):
            return '', base, True
        if tail + '.py' in names:
            return _source_text(_read_file(base + '.py')), base + '.py', False
    if not parent and _is_stdlib(name):
        raise ImportError(f'drydock: module {name!r} is not simulated', name=name)
    raise ModuleNotFoundError(f'No module named {name!r}', name=name)

def _repl(d):
    sys.stdout.write(f'Python {sys.version} on linux\nType "help", "copyright", "credits" or "license" for more information.\n')
    buffer = []
    while True:
        try:
            sys.stdout.write('... ' if buffer else '>>> ')
            sys.stdout.flush()
            line = sys.stdin.readline()
            if not line:
                sys.stdout.write('\n')
                return 0
            line = line.rstrip('\n')
            if not buffer and not line.strip():
                continue
            buffer.append(line)
            text = '\n'.join(buffer) + '\n'
            if len(buffer) > 1 and line.strip() or len(buffer) == 1:
                opens = line.rstrip().endswith(':') or line.lstrip().startswith('@')
                if len(buffer) > 1 and (line.startswith((' ', '\t')) or opens):
                    continue
                if opens:
                    continue
            try:
                code = _compile(text, '<stdin>', 'single')
            except SyntaxError as e:
                if 'was never closed' in str(e.msg) or 'unterminated triple-quoted' in str(e.msg):
                    continue
                buffer = []
                sys.stderr.write(_format_exception(e))
                continue
            buffer = []
            _exec_code(code, d, d)
        except SystemExit:
            raise
        except KeyboardInterrupt:
            buffer = []
            sys.stderr.write('\nKeyboardInterrupt\n')
        except BaseException as e:
            buffer = []
            _flush(sys.stdout)
            sys.stderr.write(_format_exception(e))

def _boot():
    try:
        status = _main()
    except BaseException as e:
        status = _report(e)
    try:
        status = _finish(status)
    except BaseException as e:
        status = _report(e)
    if status == -2:
        _die(2)
    _exit(status)

_boot()
