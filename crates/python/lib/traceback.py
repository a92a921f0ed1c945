import sys
_p = sys.modules['builtins'].__dict__['__prelude__']

class FrameSummary:
    def __init__(self, filename, lineno, name, line=None):
        self.filename, self.lineno, self.name, self.line = filename, lineno, name, line or ''
    def __iter__(self):
        return iter((self.filename, self.lineno, self.name, self.line))
    def __getitem__(self, i):
        return (self.filename, self.lineno, self.name, self.line)[i]
    def __len__(self):
        return 4
    def __repr__(self):
        return f'<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>'
class StackSummary(list):
    def format(self):
        return format_list(self)
def _text(tb):
    return _p['_format_traceback'](tb)
def _entries(text):
    out = []
    cur = ''
    for line in text.splitlines(True):
        if line.startswith('  File ') and cur:
            out.append(cur)
            cur = ''
        cur += line
    if cur:
        out.append(cur)
    return out
def extract_tb(tb, limit=None):
    out = StackSummary()
    lines = _entries(_text(tb)) if tb is not None else []
    i = 0
    while tb is not None:
        f = tb.tb_frame
        entry = lines[i].splitlines() if i < len(lines) else []
        out.append(FrameSummary(f.f_code.co_filename, tb.tb_lineno, f.f_code.co_name, entry[1].strip() if len(entry) > 1 else ''))
        tb = tb.tb_next
        i += 1
    return out
def extract_stack(f=None, limit=None):
    f = f or sys._getframe(0)
    out = StackSummary()
    while f is not None:
        out.append(FrameSummary(f.f_code.co_filename, f.f_lineno, f.f_code.co_name))
        f = f.f_back
    out.reverse()
    return out
def format_list(items):
    return [f'  File "{e[0]}", line {e[1]}, in {e[2]}\n' + (f'    {e[3]}\n' if e[3] else '') for e in items]
def format_tb(tb, limit=None):
    return _entries(_text(tb)) if tb is not None else []
def print_tb(tb, limit=None, file=None):
    (file or sys.stderr).write(_text(tb))
def format_exception_only(exc, value=None):
    e = exc if value is None and isinstance(exc, BaseException) else value
    if e is None:
        return ['NoneType: None\n']
    return [(_p['_syntax_lines'](e) if isinstance(e, SyntaxError) and e.lineno is not None else '') + _p['_type_line'](e)]
def format_exception(exc, value=None, tb=None, limit=None, chain=True):
    e = exc if isinstance(exc, BaseException) else value
    if e is None:
        return ['NoneType: None\n']
    return _p['_format_exception'](e, chain).splitlines(True)
def print_exception(exc, value=None, tb=None, limit=None, file=None, chain=True):
    (file or sys.stderr).write(''.join(format_exception(exc, value, tb, limit, chain)))
def format_exc(limit=None, chain=True):
    return ''.join(format_exception(sys.exception()))
def print_exc(limit=None, file=None, chain=True):
    (file or sys.stderr).write(format_exc())
def print_last(*a):
    pass
def format_stack(f=None, limit=None):
    return _entries(_p['_format_traceback'](f or sys._getframe(0)))
def print_stack(f=None, limit=None, file=None):
    (file or sys.stderr).write(''.join(format_stack(f)))
def walk_tb(tb):
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next
class TracebackException:
    def __init__(self, exc_type, exc_value, tb, **kw):
        self._e = exc_value
        self.stack = extract_tb(tb)
    @classmethod
    def from_exception(cls, e, **kw):
        return cls(type(e), e, e.__traceback__)
    def format(self, **kw):
        return iter(format_exception(self._e))
    def format_exception_only(self):
        return iter(format_exception_only(self._e))
