from collections import Counter, defaultdict, deque, OrderedDict, namedtuple, ChainMap
c = Counter('abracadabra')
print(c.most_common(2), c['z'], c + Counter('a'))
d = defaultdict(list); d['x'].append(1); print(d, dict(d))
q = deque([1, 2, 3], maxlen=3); q.append(4); q.rotate(1); print(q)
P = namedtuple('P', 'x y'); p = P(1, y=2); print(p, p._replace(x=5), p._asdict())
print(ChainMap({'a': 1}, {'b': 2})['b'], OrderedDict(a=1)['a'])
