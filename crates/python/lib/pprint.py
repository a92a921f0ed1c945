# Structures on several lines.
import sys
def pformat(x, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    return _format(x, 0, 0, indent, width, sort_dicts)
def _text(x, sort):
    if isinstance(x, dict) and type(x) is dict:
        keys = list(x)
        if sort:
            try:
                keys = sorted(keys)
            except TypeError:
                keys = sorted(keys, key=str)
        return '{' + ', '.join([f'{_text(k, sort)}: {_text(x[k], sort)}' for k in keys]) + '}'
    if type(x) is list:
        return '[' + ', '.join([_text(v, sort) for v in x]) + ']'
    if type(x) is tuple:
        return '(' + ', '.join([_text(v, sort) for v in x]) + (',)' if len(x) == 1 else ')')
    if type(x) is set and x:
        return '{' + ', '.join([_text(v, sort) for v in sorted(x, key=repr)]) + '}'
    return repr(x)
def _format(x, column, tail, indent, width, sort):
    text = _text(x, sort)
    if len(text) <= width - column - tail:
        return text
    pad = ',\n' + ' ' * (column + indent)
    lead = ' ' * (indent - 1)
    if type(x) is dict and x:
        keys = list(x)
        if sort:
            try:
                keys = sorted(keys)
            except TypeError:
                keys = sorted(keys, key=str)
        parts = []
        for i, k in enumerate(keys):
            head = _text(k, sort) + ': '
            parts.append(head + _format(x[k], column + indent + len(head), tail + 1 if i == len(keys) - 1 else 1, indent, width, sort))
        return '{' + lead + pad.join(parts) + '}'
    if type(x) in (list, tuple, set) and x:
        a, b = {list: '[]', tuple: '()', set: '{}'}[type(x)]
        items = list(x) if type(x) is not set else sorted(x, key=repr)
        parts = [_format(v, column + indent, tail + 1 if i == len(items) - 1 else 1, indent, width, sort) for i, v in enumerate(items)]
        return a + lead + pad.join(parts) + (',' if type(x) is tuple and len(x) == 1 else '') + b
    return text
def pprint(x, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    (stream or sys.stdout).write(pformat(x, indent, width, depth, sort_dicts=sort_dicts) + '\n')
def pp(x, *args, sort_dicts=False, **kw):
    pprint(x, *args, sort_dicts=sort_dicts, **kw)
class PrettyPrinter:
    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True):
        self._kw = {'indent': indent, 'width': width, 'stream': stream, 'sort_dicts': sort_dicts}
    def pprint(self, x):
        pprint(x, **self._kw)
    def pformat(self, x):
        return pformat(x, self._kw['indent'], self._kw['width'], sort_dicts=self._kw['sort_dicts'])
