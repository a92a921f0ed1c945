from contextlib import contextmanager, suppress, redirect_stdout, ExitStack, closing
import io
@contextmanager
def cm(n):
    print('in', n)
    try:
        yield n
    finally:
        print('out', n)
with cm(1) as a, cm(2): print(a)
with suppress(KeyError): {}['x']
b = io.StringIO()
with redirect_stdout(b): print('hidden')
print(repr(b.getvalue()))
with ExitStack() as s:
    s.enter_context(cm(3)); s.callback(print, 'cb')
