def f(x):
    match x:
        case {'kind': 'a', **rest}: return ('a', rest)
        case [1, *rest]: return ('one', rest)
        case str() as s if s: return ('str', s)
        case int(n) | float(n): return ('num', n)
        case None: return 'none'
        case _: return 'other'
for x in ({'kind': 'a', 'z': 1}, [1, 2, 3], 'hey', '', 4, 2.5, None, b''):
    print(f(x))
