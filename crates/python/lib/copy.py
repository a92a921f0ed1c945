class Error(Exception):
    pass
error = Error
def copy(x):
    f = getattr(type(x), '__copy__', None)
    if f is not None:
        return f(x)
    if isinstance(x, (list, dict, set)) and type(x).__module__ in ('builtins', 'collections'):
        return x.copy()
    if type(x).__module__ == 'builtins':
        return x.copy() if hasattr(x, 'copy') else x
    if isinstance(x, (type, type(copy), tuple, str, int, float)):
        return x
    y = type(x).__new__(type(x))
    if hasattr(x, '__dict__'):
        y.__dict__.update(x.__dict__)
    return y
def deepcopy(x, memo=None):
    if memo is None:
        memo = {}
    if id(x) in memo:
        return memo[id(x)]
    f = getattr(x, '__deepcopy__', None)
    if f is not None and not isinstance(x, type):
        return f(memo)
    if type(x) is list:
        y = memo[id(x)] = []
        for v in x:
            y.append(deepcopy(v, memo))
        return y
    if isinstance(x, dict):
        y = memo[id(x)] = {} if type(x) is dict else copy(x)
        y.clear()
        for k, v in x.items():
            y[deepcopy(k, memo)] = deepcopy(v, memo)
        return y
    if type(x) is tuple:
        return tuple([deepcopy(v, memo) for v in x])
    if type(x) is set:
        return {deepcopy(v, memo) for v in x}
    if isinstance(x, (type, type(copy), str, int, float, bytes, bool, type(None))) or type(x).__module__ == 'builtins':
        return x
    y = memo[id(x)] = type(x).__new__(type(x))
    for k, v in getattr(x, '__dict__', {}).items():
        object.__setattr__(y, k, deepcopy(v, memo))
    return y
def replace(obj, **kw):
    return obj.__replace__(**kw)
