import sys
def warn(message, category=None, stacklevel=1, source=None):
    if _ignore[0]:
        return
    if category is None:
        category = type(message) if isinstance(message, Warning) else UserWarning
    if issubclass(category, (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)):
        return
    f = sys._getframe(stacklevel)
    sys.stderr.write(f'{f.f_code.co_filename}:{f.f_lineno}: {category.__name__}: {message}\n')
_ignore = [False]
def filterwarnings(action, *a, **k):
    _ignore[0] = action == 'ignore'
def simplefilter(action, *a, **k):
    _ignore[0] = action == 'ignore'
def resetwarnings():
    _ignore[0] = False
class catch_warnings:
    def __init__(self, *, record=False, **k):
        pass
    def __enter__(self):
        return []
    def __exit__(self, *a):
        pass
