_nothing = object()

def count(start=0, step=1):
    while True:
        yield start
        start += step
def cycle(iterable):
    saved = []
    for x in iterable:
        yield x
        saved.append(x)
    while saved:
        for x in saved:
            yield x
def repeat(object, times=None):
    if times is None:
        while True:
            yield object
    for _ in range(times):
        yield object
def accumulate(iterable, func=None, *, initial=None):
    it = iter(iterable)
    total = initial
    if initial is None:
        total = next(it, _nothing)
        if total is _nothing:
            return
    yield total
    for x in it:
        total = total + x if func is None else func(total, x)
        yield total
class chain:
    def __init__(self, *iterables):
        self._gen = _chain(iterables)
    @classmethod
    def from_iterable(cls, iterables):
        self = cls()
        self._gen = _chain(iterables)
        return self
    def __iter__(self):
        return self._gen
    def __next__(self):
        return next(self._gen)
def _chain(iterables):
    for it in iterables:
        for x in it:
            yield x
def compress(data, selectors):
    for d, s in zip(data, selectors):
        if s:
            yield d
def dropwhile(predicate, iterable):
    it = iter(iterable)
    for x in it:
        if not predicate(x):
            yield x
            break
    for x in it:
        yield x
def takewhile(predicate, iterable):
    for x in iterable:
        if not predicate(x):
            return
        yield x
def filterfalse(predicate, iterable):
    for x in iterable:
        if not (predicate(x) if predicate is not None else x):
            yield x
def groupby(iterable, key=None):
    it = iter(iterable)
    state = {'key': _nothing, 'value': _nothing, 'over': False}
    def advance():
        v = next(it, _nothing)
        if v is _nothing:
            state['over'] = True
            state['key'] = _nothing
        else:
            state['value'] = v
            state['key'] = v if key is None else key(v)
    def group(target):
        while not state['over'] and state['key'] == target:
            yield state['value']
            advance()
    advance()
    while not state['over']:
        target = state['key']
        yield target, group(target)
        while not state['over'] and state['key'] == target:
            advance()
def islice(iterable, *args):
    s = slice(*args)
    start, stop, step = s.start or 0, s.stop, s.step or 1
    if start < 0 or step < 1 or stop is not None and stop < 0:
        raise ValueError('Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.')
    return _islice(iter(iterable), start, stop, step)
def _islice(it, start, stop, step):
    i = 0
    want = start
    if stop is not None and stop <= start:
        for _ in range(stop):
            next(it, None)
        return
    for x in it:
        if i == want:
            yield x
            want += step
        i += 1
        if stop is not None and i >= stop:
            return
def pairwise(iterable):
    it = iter(iterable)
    a = next(it, _nothing)
    if a is _nothing:
        return
    for b in it:
        yield a, b
        a = b
def batched(iterable, n):
    if n < 1:
        raise ValueError('n must be at least one')
    batch = []
    for x in iterable:
        batch.append(x)
        if len(batch) == n:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)
def starmap(function, iterable):
    for args in iterable:
        yield function(*args)
def tee(iterable, n=2):
    it = iter(iterable)
    queues = [[] for _ in range(n)]
    def gen(mine):
        while True:
            if not mine:
                v = next(it, _nothing)
                if v is _nothing:
                    return
                for q in queues:
                    q.append(v)
            yield mine.pop(0)
    return tuple([gen(q) for q in queues])
def zip_longest(*iterables, fillvalue=None):
    its = [iter(i) for i in iterables]
    live = len(its)
    while live:
        row = []
        for i in range(len(its)):
            v = _nothing if its[i] is None else next(its[i], _nothing)
            if v is _nothing:
                if its[i] is not None:
                    its[i] = None
                    live -= 1
                    if not live:
                        return
                v = fillvalue
            row.append(v)
        yield tuple(row)
def product(*iterables, repeat=1):
    pools = [tuple(p) for p in iterables] * repeat
    n = len(pools)
    idx = [0] * n
    if any([not p for p in pools]):
        return
    while True:
        yield tuple([pools[i][idx[i]] for i in range(n)])
        k = n - 1
        while k >= 0:
            idx[k] += 1
            if idx[k] < len(pools[k]):
                break
            idx[k] = 0
            k -= 1
        if k < 0:
            return
def permutations(iterable, r=None):
    pool = tuple(iterable)
    n = len(pool)
    r = n if r is None else r
    if r > n:
        return
    idx = list(range(n))
    cycles = list(range(n, n - r, -1))
    yield tuple([pool[i] for i in idx[:r]])
    while n:
        for i in range(r - 1, -1, -1):
            cycles[i] -= 1
            if cycles[i] == 0:
                idx[i:] = idx[i + 1:] + idx[i:i + 1]
                cycles[i] = n - i
            else:
                j = cycles[i]
                idx[i], idx[-j] = idx[-j], idx[i]
                yield tuple([pool[k] for k in idx[:r]])
                break
        else:
            return
def combinations(iterable, r):
    pool = tuple(iterable)
    n = len(pool)
    if r > n:
        return
    idx = list(range(r))
    yield tuple([pool[i] for i in idx])
    while True:
        for i in range(r - 1, -1, -1):
            if idx[i] != i + n - r:
                break
        else:
            return
        idx[i] += 1
        for j in range(i + 1, r):
            idx[j] = idx[j - 1] + 1
        yield tuple([pool[k] for k in idx])
def combinations_with_replacement(iterable, r):
    pool = tuple(iterable)
    n = len(pool)
    if not n and r:
        return
    idx = [0] * r
    yield tuple([pool[i] for i in idx])
    while True:
        for i in range(r - 1, -1, -1):
            if idx[i] != n - 1:
                break
        else:
            return
        idx[i:] = [idx[i] + 1] * (r - i)
        yield tuple([pool[k] for k in idx])
