# pickle: protocol 4 is written whatever is asked for, up to 5 is read ("PEP 3154", "PEP 574"; buffers are left out).
import struct
import sys

HIGHEST_PROTOCOL, DEFAULT_PROTOCOL = 5, 4
format_version = '4.0'

class PickleError(Exception):
    pass
class PicklingError(PickleError):
    pass
class UnpicklingError(PickleError):
    pass
for _made in (PickleError, PicklingError, UnpicklingError):
    _made.__module__ = '_pickle'

_function = type(lambda: 0)
_native = type(len)
_closed = ('generator', 'module', 'frame', 'traceback', 'code', 'coroutine', 'async_generator', 'weakref', 'ReferenceType')

class Pickler:
    def __init__(self, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        protocol = DEFAULT_PROTOCOL if protocol is None else HIGHEST_PROTOCOL if protocol < 0 else protocol
        if protocol > HIGHEST_PROTOCOL:
            raise ValueError('pickle protocol must be <= 5')
        self._file, self._proto = file, max(protocol, 4)
        self._out, self.memo = [], {}
    def clear_memo(self):
        self.memo.clear()
    def dump(self, obj):
        self._out = []
        self.save(obj)
        self._out.append(b'.')
        body = b''.join(self._out)
        frame = b'\x95' + struct.pack('<Q', len(body)) if len(body) >= 4 else b''
        self._file.write(b'\x80' + bytes([self._proto]) + frame + body)
    def _note(self, obj):
        self._out.append(b'\x94')
        self.memo[id(obj)] = (len(self.memo), obj)
    def _get(self, n):
        self._out.append(b'h' + bytes([n]) if n < 256 else b'j' + struct.pack('<I', n))
    def persistent_id(self, obj):
        return None
    def save(self, obj):
        put = self._out.append
        if obj is None:
            return put(b'N')
        if obj is True or obj is False:
            return put(b'\x88' if obj else b'\x89')
        kind = type(obj)
        if kind is int:
            if 0 <= obj < 256:
                return put(b'K' + bytes([obj]))
            if 0 <= obj < 65536:
                return put(b'M' + struct.pack('<H', obj))
            if -2147483648 <= obj < 2147483648:
                return put(b'J' + struct.pack('<i', obj))
            data = obj.to_bytes((obj.bit_length() >> 3) + 1, 'little', signed=True)
            if obj < 0 and len(data) > 1 and data[-1] == 255 and data[-2] & 128:
                data = data[:-1]
            return put((b'\x8a' + bytes([len(data)]) if len(data) < 256 else b'\x8b' + struct.pack('<i', len(data))) + data)
        if kind is float:
            return put(b'G' + struct.pack('>d', obj))
        seen = self.memo.get(id(obj))
        if seen is not None:
            return self._get(seen[0])
        if kind is str:
            data = obj.encode('utf-8', 'surrogatepass')
            put((b'\x8c' + bytes([len(data)]) if len(data) < 256 else b'X' + struct.pack('<I', len(data))) + data)
            return self._note(obj)
        if kind is bytes:
            put((b'C' + bytes([len(obj)]) if len(obj) < 256 else b'B' + struct.pack('<I', len(obj))) + obj)
            return self._note(obj)
        if kind is tuple:
            return self._tuple(obj)
        if kind is list:
            put(b']')
            self._note(obj)
            return self._appends(obj)
        if kind is dict:
            put(b'}')
            self._note(obj)
            return self._items(obj.items())
        if kind is set:
            put(b'\x8f')
            self._note(obj)
            if obj:
                put(b'(')
                for x in obj:
                    self.save(x)
                put(b'\x90')
            return
        if kind is frozenset:
            put(b'(')
            for x in obj:
                self.save(x)
            put(b'\x91')
            return self._note(obj)
        if obj is Ellipsis or obj is NotImplemented:
            return self._reduced(obj, getattr, (sys.modules['builtins'], str(obj)))
        if isinstance(obj, type) or kind in (_function, _native):
            return self._global(obj)
        self._object(obj, kind)
    def _tuple(self, obj):
        put = self._out.append
        if not obj:
            return put(b')')
        if len(obj) > 3:
            put(b'(')
        for x in obj:
            self.save(x)
        seen = self.memo.get(id(obj))
        if seen is not None:
            put(b'0' * len(obj) if len(obj) <= 3 else b'1')
            return self._get(seen[0])
        put((b't', b'\x85', b'\x86', b'\x87')[len(obj) if len(obj) <= 3 else 0])
        self._note(obj)
    def _appends(self, items):
        items = list(items)
        for start in range(0, len(items), 1000):
            part = items[start:start + 1000]
            if len(part) > 1:
                self._out.append(b'(')
            for x in part:
                self.save(x)
            self._out.append(b'e' if len(part) > 1 else b'a')
    def _items(self, items):
        items = list(items)
        for start in range(0, len(items), 1000):
            part = items[start:start + 1000]
            if len(part) > 1:
                self._out.append(b'(')
            for k, v in part:
                self.save(k)
                self.save(v)
            self._out.append(b'u' if len(part) > 1 else b's')
    def _global(self, obj):
        name = getattr(obj, '__qualname__', None) or obj.__name__
        module = getattr(obj, '__module__', None) or 'builtins'
        if name == 'deque' and module == 'builtins':
            module = 'collections'
        if obj is type(None):
            return self._reduced(obj, type, (None,))
        if '<locals>' in name:
            raise AttributeError(f"Can't pickle local object '{name}'")
        found = sys.modules.get(module)
        try:
            for part in name.split('.'):
                found = getattr(found, part)
        except AttributeError:
            raise PicklingError(f"Can't pickle {obj!r}: attribute lookup {name} on {module} failed") from None
        if found is not obj:
            raise PicklingError(f"Can't pickle {obj!r}: it's not the same object as {module}.{name}")
        self.save(module)
        self.save(name)
        self._out.append(b'\x93')
        self._note(obj)
    def _reduced(self, obj, call, args, state=None, items=None, pairs=None, note=True):
        if not callable(call):
            raise PicklingError('first item of the tuple returned by __reduce__ must be callable')
        self.save(call)
        self.save(tuple(args))
        self._out.append(b'R')
        if note:
            self._note(obj)
        self._rest(state, items, pairs)
    def _rest(self, state, items, pairs):
        if items is not None:
            self._appends(items)
        if pairs is not None:
            self._items(pairs)
        if state is not None:
            self.save(state)
            self._out.append(b'b')
    def _object(self, obj, kind):
        own = _known(obj, kind)
        if own is None:
            for name, args in (('__reduce_ex__', (4,)), ('__reduce__', ())):
                if any(name in c.__dict__ for c in kind.__mro__ if c is not object):
                    own = getattr(obj, name)(*args)
                    break
        if isinstance(own, str):
            found = sys.modules.get(kind.__module__)
            self.save(kind.__module__)
            self.save(own)
            self._out.append(b'\x93')
            return self._note(obj)
        if own is not None:
            return self._reduced(obj, *own)
        if kind.__name__ in _closed or kind.__module__ in ('_thread', '_io', 'socket', '_socket', 'sqlite3', 'threading') or kind.__module__ == 'builtins' and not isinstance(obj, BaseException):
            shown = kind.__name__ if kind.__module__ == 'builtins' else f'{kind.__module__}.{kind.__name__}'
            raise TypeError(f"cannot pickle '{shown}' object")
        if isinstance(obj, BaseException):
            return self._reduced(obj, kind, obj.args, dict(obj.__dict__) or None)
        args = ()
        if hasattr(kind, '__getnewargs__'):
            args = tuple(obj.__getnewargs__())
        elif isinstance(obj, (int, float, str, bytes, tuple, frozenset)):
            base = next(b for b in (int, float, str, bytes, tuple, frozenset) if isinstance(obj, b))
            args = (base(obj),)
        self.save(kind)
        self._tuple(args)
        self._out.append(b'\x81')
        self._note(obj)
        if hasattr(kind, '__getstate__') and any('__getstate__' in c.__dict__ for c in kind.__mro__ if c is not object):
            state = obj.__getstate__()
        else:
            state = dict(obj.__dict__) if getattr(obj, '__dict__', None) else None
            slots = {}
            for c in kind.__mro__:
                names = c.__dict__.get('__slots__', ())
                for name in (names,) if isinstance(names, str) else names:
                    if name not in ('__dict__', '__weakref__') and hasattr(obj, name):
                        slots[name] = getattr(obj, name)
            if slots:
                state = {k: v for k, v in (state or {}).items() if k not in slots} or None
                state = (state, slots)
        self._rest(state, obj if isinstance(obj, list) else None, list(obj.items()) if isinstance(obj, dict) else None)

def _known(obj, kind):
    # What the library's own classes come back from.
    module, name = kind.__module__, kind.__name__
    if module == 'datetime':
        import datetime
        if kind is datetime.datetime:
            args = (obj.year, obj.month, obj.day, obj.hour, obj.minute, obj.second, obj.microsecond)
            return kind, args if obj.tzinfo is None else args + (obj.tzinfo,)
        if kind is datetime.date:
            return kind, (obj.year, obj.month, obj.day)
        if kind is datetime.time:
            return kind, (obj.hour, obj.minute, obj.second, obj.microsecond)
        if kind is datetime.timedelta:
            return kind, (obj.days, obj.seconds, obj.microseconds)
        if kind is datetime.timezone:
            return kind, (obj.utcoffset(None),)
    if module == 'decimal' and name == 'Decimal':
        return kind, (str(obj),)
    if module == 'collections':
        if name == 'defaultdict':
            return kind, (obj.default_factory,), None, None, list(obj.items())
        if name == 'Counter':
            return kind, (dict(obj),)
        if name == 'OrderedDict':
            return kind, (), None, None, list(obj.items())
    if name == 'deque':
        return kind, ((), obj.maxlen) if obj.maxlen is not None else (), None, list(obj)
    if kind is bytearray:
        return kind, (bytes(obj),)
    if kind is complex:
        return kind, (obj.real, obj.imag)
    if kind is range:
        return kind, (obj.start, obj.stop, obj.step)
    if kind is slice:
        return kind, (obj.start, obj.stop, obj.step)
    if kind.__name__ in ('method', 'builtin_function_or_method') and hasattr(obj, '__self__'):
        return getattr, (obj.__self__, obj.__name__)
    if any(c.__module__ == 'enum' and c.__name__ == 'Enum' for c in kind.__mro__):
        return kind, (obj.value,)
    if any(c.__module__ == 'pathlib' for c in kind.__mro__):
        return kind, tuple(obj.parts)
    if any(c.__module__ == 'uuid' for c in kind.__mro__):
        return kind, (str(obj),)

class Unpickler:
    def __init__(self, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None):
        self._file, self.memo, self._frame = file, {}, None
    def find_class(self, module, name):
        module = {'__builtin__': 'builtins', 'copy_reg': 'copyreg'}.get(module, module)
        __import__(module)
        found = sys.modules[module]
        for part in name.split('.'):
            try:
                found = getattr(found, part)
            except AttributeError:
                raise AttributeError(f"Can't get attribute {name!r} on {sys.modules[module]!r}") from None
        return found
    def persistent_load(self, pid):
        raise UnpicklingError('A load persistent id instruction was encountered, but no persistent_load function was specified.')
    def _take(self, n):
        if self._frame is not None:
            data = self._frame.read(n)
            if len(data) == n:
                return data
            self._frame = None
            if data:
                raise UnpicklingError('pickle exhausted before end of frame')
        data = self._file.read(n)
        if len(data) < n:
            raise EOFError('Ran out of input') if not data and n == 1 else UnpicklingError('pickle data was truncated')
        return data
    def _line(self):
        line = self._frame.readline() if self._frame is not None else b''
        line = line or self._file.readline()
        if not line.endswith(b'\n'):
            raise UnpicklingError('pickle data was truncated')
        return line[:-1]
    def _size(self, n):
        return int.from_bytes(self._take(n), 'little')
    def load(self):
        stack, marks, memo, take = [], [], self.memo, self._take
        def since():
            if not marks:
                raise UnpicklingError('could not find MARK')
            at = marks.pop()
            part = stack[at:]
            del stack[at:]
            return part
        try:
            while True:
                op = take(1)
                if op == b'.':
                    return stack.pop()
                elif op == b'\x80':
                    if take(1)[0] > 5:
                        raise ValueError('unsupported pickle protocol')
                elif op == b'\x95':
                    import io
                    size = self._size(8)
                    self._frame = io.BytesIO(self._file.read(size))
                    if len(self._frame.getvalue()) < size:
                        raise UnpicklingError('pickle data was truncated')
                elif op == b'N':
                    stack.append(None)
                elif op == b'\x88':
                    stack.append(True)
                elif op == b'\x89':
                    stack.append(False)
                elif op == b'K':
                    stack.append(take(1)[0])
                elif op == b'M':
                    stack.append(self._size(2))
                elif op == b'J':
                    stack.append(int.from_bytes(take(4), 'little', signed=True))
                elif op in (b'\x8a', b'\x8b'):
                    stack.append(int.from_bytes(take(self._size(1 if op == b'\x8a' else 4)), 'little', signed=True))
                elif op in (b'I', b'L'):
                    text = self._line()
                    stack.append(text == b'01' if text in (b'00', b'01') else int(text.rstrip(b'L')))
                elif op == b'G':
                    stack.append(struct.unpack('>d', take(8))[0])
                elif op == b'F':
                    stack.append(float(self._line()))
                elif op in (b'\x8c', b'X', b'\x8d'):
                    stack.append(take(self._size({b'\x8c': 1, b'X': 4, b'\x8d': 8}[op])).decode('utf-8', 'surrogatepass'))
                elif op in (b'C', b'B', b'\x8e'):
                    stack.append(take(self._size({b'C': 1, b'B': 4, b'\x8e': 8}[op])))
                elif op == b'\x96':
                    stack.append(bytearray(take(self._size(8))))
                elif op in (b'S', b'V'):
                    text = self._line().decode('raw_unicode_escape' if op == b'V' else 'ascii')
                    stack.append(text if op == b'V' else text[1:-1])
                elif op == b'(':
                    marks.append(len(stack))
                elif op == b')':
                    stack.append(())
                elif op in (b'\x85', b'\x86', b'\x87'):
                    n = op[0] - 0x84
                    stack[-n:] = [tuple(stack[-n:])]
                elif op == b't':
                    stack.append(tuple(since()))
                elif op == b']':
                    stack.append([])
                elif op == b'l':
                    stack.append(since())
                elif op == b'}':
                    stack.append({})
                elif op == b'd':
                    part = since()
                    stack.append(dict(zip(part[::2], part[1::2])))
                elif op == b'\x8f':
                    stack.append(set())
                elif op == b'\x91':
                    stack.append(frozenset(since()))
                elif op in (b'a', b'e'):
                    part = [stack.pop()] if op == b'a' else since()
                    stack[-1].extend(part)
                elif op in (b's', b'u'):
                    part = [stack[-2], stack[-1]] if op == b's' else since()
                    if op == b's':
                        del stack[-2:]
                    for n in range(0, len(part), 2):
                        stack[-1][part[n]] = part[n + 1]
                elif op == b'\x90':
                    stack[marks[-1] - 1].update(since())
                elif op == b'\x94':
                    memo[len(memo)] = stack[-1]
                elif op in (b'q', b'r', b'p'):
                    memo[int(self._line()) if op == b'p' else self._size(1 if op == b'q' else 4)] = stack[-1]
                elif op in (b'h', b'j', b'g'):
                    n = int(self._line()) if op == b'g' else self._size(1 if op == b'h' else 4)
                    if n not in memo:
                        raise UnpicklingError(f'Memo value not found at index {n}')
                    stack.append(memo[n])
                elif op == b'\x93':
                    name, module = stack.pop(), stack.pop()
                    stack.append(self.find_class(module, name))
                elif op == b'c':
                    module, name = self._line().decode(), self._line().decode()
                    stack.append(self.find_class(module, name))
                elif op == b'R':
                    args = stack.pop()
                    stack[-1] = stack[-1](*args)
                elif op == b'\x81':
                    args = stack.pop()
                    stack[-1] = stack[-1].__new__(stack[-1], *args)
                elif op == b'\x92':
                    words, args = stack.pop(), stack.pop()
                    stack[-1] = stack[-1].__new__(stack[-1], *args, **words)
                elif op == b'b':
                    state = stack.pop()
                    _built(stack[-1], state)
                elif op == b'0':
                    stack.pop()
                elif op == b'1':
                    since()
                elif op == b'2':
                    stack.append(stack[-1])
                else:
                    raise UnpicklingError(f"invalid load key, '{chr(op[0]) if 32 <= op[0] < 127 else chr(92) + 'x%02x' % op[0]}'.")
        except IndexError:
            raise UnpicklingError('unpickling stack underflow') from None

def _built(obj, state):
    own = getattr(obj, '__setstate__', None)
    if own is not None:
        return own(state)
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state:
        obj.__dict__.update(state)
    for name, value in (slots or {}).items():
        setattr(obj, name, value)

_Pickler, _Unpickler = Pickler, Unpickler
class _Sink:
    def __init__(self):
        self.data = b''
    def write(self, data):
        self.data += data
def dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
    if not hasattr(file, 'write'):
        raise TypeError("file must have a 'write' attribute")
    Pickler(file, protocol).dump(obj)
def dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
    sink = _Sink()
    Pickler(sink, protocol).dump(obj)
    return sink.data
def load(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None):
    if not hasattr(file, 'read') or not hasattr(file, 'readline'):
        raise TypeError("file must have 'read' and 'readline' attributes")
    return Unpickler(file).load()
def loads(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None):
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    import io
    return Unpickler(io.BytesIO(bytes(data))).load()
