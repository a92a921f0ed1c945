# sqlite3: connections, cursors, rows and errors on top of `_sqlite`. A file begins as SQLite's do and goes on as text.
import _sqlite
import os
import sys
import time as _time

apilevel = '2.0'
paramstyle = 'qmark'
threadsafety = 3
sqlite_version = '3.46.1'
sqlite_version_info = (3, 46, 1)
PARSE_DECLTYPES = 1
PARSE_COLNAMES = 2
LEGACY_TRANSACTION_CONTROL = -1
SQLITE_OK, SQLITE_ERROR, SQLITE_BUSY, SQLITE_LOCKED, SQLITE_READONLY, SQLITE_CONSTRAINT, SQLITE_NOTADB = 0, 1, 5, 6, 8, 19, 26

class Warning(Exception):
    pass
class Error(Exception):
    pass
class InterfaceError(Error):
    pass
class DatabaseError(Error):
    pass
class InternalError(DatabaseError):
    pass
class OperationalError(DatabaseError):
    pass
class ProgrammingError(DatabaseError):
    pass
class IntegrityError(DatabaseError):
    pass
class DataError(DatabaseError):
    pass
class NotSupportedError(DatabaseError):
    pass

_codes = {1: 'SQLITE_ERROR', 5: 'SQLITE_BUSY', 8: 'SQLITE_READONLY', 13: 'SQLITE_FULL', 14: 'SQLITE_CANTOPEN', 20: 'SQLITE_MISMATCH',
          26: 'SQLITE_NOTADB', 275: 'SQLITE_CONSTRAINT_CHECK', 787: 'SQLITE_CONSTRAINT_FOREIGNKEY', 1299: 'SQLITE_CONSTRAINT_NOTNULL',
          1555: 'SQLITE_CONSTRAINT_PRIMARYKEY', 2067: 'SQLITE_CONSTRAINT_UNIQUE'}
def _error(kind, message, number=1):
    e = kind(message)
    e.sqlite_errorcode = number
    e.sqlite_errorname = _codes.get(number, 'SQLITE_ERROR')
    return e
def _refused(reply):
    state, number, message = reply
    kind = IntegrityError if state in ('SQLITE_CONSTRAINT', 'SQLITE_MISMATCH') else OperationalError
    if message.startswith('drydock: '):
        kind = NotSupportedError
    return _error(kind, message, number if number in _codes else 1)

_adapters = {}
_converters = {}
def register_adapter(type, adapter):
    _adapters[type] = adapter
def register_converter(name, converter):
    _converters[name.upper()] = converter
def adapt(value, *a):
    made = _adapters.get(type(value))
    return made(value) if made else value
def enable_callback_tracebacks(flag):
    pass
def complete_statement(text):
    return text.rstrip().endswith(';')

import datetime as _datetime
Date, Time, Timestamp, Binary = _datetime.date, _datetime.time, _datetime.datetime, bytes
def DateFromTicks(ticks):
    return Date(*_time.localtime(ticks)[:3])
def TimeFromTicks(ticks):
    return Time(*_time.localtime(ticks)[3:6])
def TimestampFromTicks(ticks):
    return Timestamp(*_time.localtime(ticks)[:6])
register_adapter(_datetime.date, lambda d: d.isoformat())
register_adapter(_datetime.datetime, lambda d: d.isoformat(' '))
register_converter('date', lambda b: _datetime.date(*[int(x) for x in b.split(b'-')]))
def _timestamp(b):
    day, clock = b.split(b' ')
    clock, _, part = clock.partition(b'.')
    micros = int((part + b'000000')[:6]) if part else 0
    return _datetime.datetime(*[int(x) for x in day.split(b'-')], *[int(x) for x in clock.split(b':')], micros)
register_converter('timestamp', _timestamp)

class _Row:
    __slots__ = ('_names', '_cells')
    def __new__(cls, cursor, cells):
        self = object.__new__(cls)
        self._names = [c[0] for c in cursor.description or ()]
        self._cells = tuple(cells)
        return self
    def keys(self):
        return list(self._names)
    def __getitem__(self, key):
        if isinstance(key, str):
            low = key.lower()
            for name, cell in zip(self._names, self._cells):
                if name == key or name.lower() == low:
                    return cell
            raise IndexError('No item with that key')
        if isinstance(key, (int, slice)):
            try:
                return self._cells[key]
            except IndexError:
                raise IndexError('Index must be int or string' if not isinstance(key, int) else 'tuple index out of range') from None
        raise IndexError('Index must be int or string')
    def __len__(self):
        return len(self._cells)
    def __iter__(self):
        return iter(self._cells)
    def __hash__(self):
        return hash((tuple(self._names), self._cells))
    def __eq__(self, other):
        if not isinstance(other, _Row):
            return NotImplemented
        return self._names == other._names and self._cells == other._cells
    def __repr__(self):
        return f'<sqlite3.Row object at {hex(id(self))}>'
_Row.__name__ = _Row.__qualname__ = 'Row'

_MAGIC = b'SQLite format 3\0'
_HEAD = len(_MAGIC) + 34
_writers = {}

class _File:
    # What a connection knows of its file: which of its states it has read.
    def __init__(self, path, mode):
        self.path, self.seen, self.readonly = path, b'', False
        flags = os.O_RDWR if mode == 'rw' else os.O_RDWR | os.O_CREAT
        try:
            if mode == 'ro':
                self.fd, self.readonly = os.open(path, os.O_RDONLY), True
            else:
                try:
                    self.fd = os.open(path, flags, 0o644)
                except OSError as e:
                    if e.errno not in (1, 13, 30):
                        raise
                    self.fd, self.readonly = os.open(path, os.O_RDONLY), True
            os.lseek(self.fd, 0, 0)
        except OSError:
            raise _error(OperationalError, 'unable to open database file', 14) from None
    def _all(self, most=None):
        os.lseek(self.fd, 0, 0)
        parts, size = [], 0
        while most is None or size < most:
            part = os.read(self.fd, 65536 if most is None else most - size)
            if not part:
                break
            parts.append(part)
            size += len(part)
        return b''.join(parts)
    def head(self):
        head = self._all(_HEAD)
        if head and (head[:16] != _MAGIC or len(head) < _HEAD or head[16:17] != b'\n'):
            raise _error(DatabaseError, 'file is not a database', 26)
        return head
    def read(self, store):
        head = self.head()
        if head == self.seen:
            return
        body = self._all()
        size = int(head[33:49]) if head else 0
        if not store.load(body[_HEAD:_HEAD + size].decode('utf-8', 'replace')):
            raise _error(DatabaseError, 'database disk image is malformed', 11)
        self.seen = head
    def write(self, store):
        text = store.dump().encode()
        count = int(self.seen[17:33]) + 1 if self.seen else 1
        head = _MAGIC + b'\n' + b'%016d%016d' % (count, len(text)) + b'\n'
        data = head + text
        pages = max(store.tables() + 1, -(-len(data) // 4096))
        data += bytes(pages * 4096 - len(data))
        try:
            os.lseek(self.fd, 0, 0)
            at = 0
            while at < len(data):
                at += os.write(self.fd, data[at:at + 65536])
            os.ftruncate(self.fd, len(data))
        except OSError as e:
            if e.errno == 28:
                raise _error(OperationalError, 'database or disk is full', 13) from None
            raise _error(OperationalError, 'disk I/O error', 10) from None
        self.seen = head
    def may_write(self):
        folder = os.path.dirname(self.path) or '/'
        if self.readonly or not os.access(folder, os.W_OK):
            raise _error(OperationalError, 'attempt to write a readonly database', 8)

def connect(database, timeout=5.0, detect_types=0, isolation_level='', check_same_thread=True, factory=None, cached_statements=128, uri=False, *, autocommit=-1):
    return (factory or Connection)(database, timeout, detect_types, isolation_level, check_same_thread, factory, cached_statements, uri, autocommit=autocommit)

_WRITES = ('INSERT', 'UPDATE', 'DELETE', 'REPLACE')
_CHANGES = _WRITES + ('CREATE', 'DROP', 'ALTER')

class Connection:
    Warning, Error, InterfaceError, DatabaseError, InternalError = Warning, Error, InterfaceError, DatabaseError, InternalError
    OperationalError, ProgrammingError, IntegrityError, DataError, NotSupportedError = OperationalError, ProgrammingError, IntegrityError, DataError, NotSupportedError
    def __init__(self, database, timeout=5.0, detect_types=0, isolation_level='', check_same_thread=True, factory=None, cached_statements=128, uri=False, *, autocommit=-1):
        self._closed = True
        if autocommit != -1:
            raise NotSupportedError('drydock: autocommit is not simulated')
        if isolation_level is not None and isolation_level.upper() not in ('', 'DEFERRED', 'IMMEDIATE', 'EXCLUSIVE'):
            raise ValueError("isolation_level string must be '', 'DEFERRED', 'IMMEDIATE', or 'EXCLUSIVE'")
        path, mode = os.fspath(database), 'rwc'
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        if uri and path.startswith('file:'):
            path, _, words = path[5:].partition('?')
            words = dict(w.partition('=')[::2] for w in words.split('&') if w)
            mode = words.get('mode', 'rwc')
            if words.get('cache') == 'shared' or mode == 'memory' and path:
                raise NotSupportedError('drydock: a shared database in memory is not simulated')
            if mode == 'memory':
                path = ':memory:'
            if path.startswith('//'):
                path = '/' + path.lstrip('/')
        self._store = _sqlite.new(int(_time.time()))
        self._file = None
        if path not in (':memory:', ''):
            path = os.path.abspath(path)
            self._file = _File(path, mode)
            self._store.name_file(path)
        self._timeout, self._detect, self._thread = timeout, detect_types, _ident() if check_same_thread else None
        self._writing = False
        self._closed = False
        self.isolation_level, self.row_factory, self.text_factory = isolation_level, None, str
        self.total_changes = 0
    def _check(self):
        if self._closed:
            raise ProgrammingError('Cannot operate on a closed database.')
        if self._thread is not None and self._thread != _ident():
            raise ProgrammingError(f'SQLite objects created in a thread can only be used in that same thread. The object was created in thread id {self._thread} and this is thread id {_ident()}.')
    @property
    def in_transaction(self):
        return self._store.in_transaction()
    autocommit = -1
    def _lock(self):
        # One connection of the program writes at a time; another program's is found out when both have written.
        if self._file is None or self._writing:
            return
        self._file.may_write()
        path, end = self._file.path, _time.monotonic() + self._timeout
        while _writers.get(path, self) is not self:
            if _time.monotonic() >= end:
                raise _error(OperationalError, 'database is locked', 5)
            _time.sleep(min(0.05, max(self._timeout, 0.001)))
        _writers[path] = self
        self._writing = True
    def _unlock(self):
        if self._writing:
            self._writing = False
            _writers.pop(self._file.path, None)
    def _raw(self, sql, values=()):
        reply = self._store.run(sql, values, int(_time.time() * 1000000))
        if len(reply) == 3:
            raise _refused(reply)
        return reply
    def _run(self, sql, values=(), word=None):
        word = word or _sqlite.first_word(sql)
        changes = word in _CHANGES or word == 'PRAGMA' and '=' in sql
        outside = not self._store.in_transaction()
        if changes and word == 'CREATE' and self._is_there(sql):
            changes = False
        if changes and word != 'PRAGMA':
            self._lock()
        if self._file is not None and not self._changed:
            self._file.read(self._store)
        try:
            reply = self._raw(sql, values)
        except BaseException:
            if outside and not self._store.in_transaction():
                self._unlock()
            raise
        if word in ('ROLLBACK',):
            self._changed = False
            self._unlock()
        elif changes or word in ('COMMIT', 'END'):
            if changes:
                self._changed = True
            if not self._store.in_transaction():
                self._save()
        return reply
    def _is_there(self, sql):
        # What need not be made needs no right to write.
        import re
        found = re.match(r'\s*CREATE\s+(?:UNIQUE\s+)?(?:TABLE|INDEX)\s+IF\s+NOT\s+EXISTS\s+["`\[]?(\w+)', sql, re.I)
        if found is None:
            return False
        if self._file is not None and not self._changed:
            self._file.read(self._store)
        return bool(self._raw('SELECT 1 FROM sqlite_master WHERE name = ? COLLATE NOCASE', (found.group(1),))[1])
    _changed = False
    def _save(self):
        if self._file is not None and self._changed:
            try:
                if self._file.head() != self._file.seen:
                    self._file.seen = b''
                    raise _error(OperationalError, 'database is locked', 5)
                self._file.write(self._store)
            finally:
                self._changed = False
                self._unlock()
        self._changed = False
        self._unlock()
    def cursor(self, factory=None):
        self._check()
        made = (factory or Cursor)(self)
        if self.row_factory is not None:
            made.row_factory = self.row_factory
        return made
    def execute(self, sql, parameters=()):
        return self.cursor().execute(sql, parameters)
    def executemany(self, sql, parameters):
        return self.cursor().executemany(sql, parameters)
    def executescript(self, script):
        return self.cursor().executescript(script)
    def commit(self):
        self._check()
        if self.in_transaction:
            self._run('COMMIT')
    def rollback(self):
        self._check()
        if self.in_transaction:
            self._run('ROLLBACK')
    def close(self):
        if self._closed:
            return
        self._check()
        if self.in_transaction:
            self._run('ROLLBACK')
        self._unlock()
        self._closed = True
        if self._file is not None:
            os.close(self._file.fd)
    def __del__(self):
        if not self._closed:
            try:
                self._thread = None
                self.close()
            except Exception:
                pass
    def __enter__(self):
        self._check()
        return self
    def __exit__(self, kind, value, trace):
        if kind is None:
            try:
                self.commit()
            except BaseException:
                self.rollback()
                raise
        else:
            self.rollback()
        return False
    def iterdump(self):
        self._check()
        yield 'BEGIN TRANSACTION;'
        names = self.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence' ORDER BY name").fetchall()
        for name, sql in names:
            yield f'{sql};'
            for row in self.execute(f'SELECT * FROM "{name}"').fetchall():
                yield f'INSERT INTO "{name}" VALUES({",".join([_quoted(x) for x in row])});'
        for sql, in self.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall():
            yield f'{sql};'
        yield 'COMMIT;'
    def backup(self, target, *, pages=-1, progress=None, name='main', sleep=0.25):
        self._check()
        if self._file is not None and not self.in_transaction:
            self._file.read(self._store)
        target._lock()
        target._store.load(self._store.dump())
        target._changed = True
        target._save()
    def interrupt(self):
        self._check()
    def set_trace_callback(self, f):
        _not_simulated('set_trace_callback')
    def create_function(self, *a, **k):
        _not_simulated('create_function')
    def create_aggregate(self, *a, **k):
        _not_simulated('create_aggregate')
    def create_collation(self, *a, **k):
        _not_simulated('create_collation')
    def enable_load_extension(self, *a):
        _not_simulated('enable_load_extension')
    def blobopen(self, *a, **k):
        _not_simulated('blobopen')
    def __call__(self, *a):
        _not_simulated('a connection that is called')

def _not_simulated(name):
    raise NotSupportedError(f'drydock: sqlite3: {name} is not simulated')
def _ident():
    import threading
    return threading.get_ident()
def _quoted(x):
    if x is None:
        return 'NULL'
    if isinstance(x, bytes):
        return "X'" + x.hex().upper() + "'"
    return str(x) if isinstance(x, (int, float)) else "'" + x.replace("'", "''") + "'"

class Cursor:
    def __init__(self, connection):
        if not isinstance(connection, Connection):
            raise TypeError(f'Cursor() argument 1 must be sqlite3.Connection, not {type(connection).__name__}')
        self.connection = connection
        self.description, self.rowcount, self.lastrowid, self.arraysize, self.row_factory = None, -1, None, 1, None
        self._rows, self._at, self._kinds, self._closed = [], 0, None, False
    def _check(self):
        if self._closed:
            raise ProgrammingError('Cannot operate on a closed cursor.')
        self.connection._check()
    def _names(self, sql):
        if not isinstance(sql, str):
            raise TypeError(f'execute() argument 1 must be str, not {type(sql).__name__}')
        if '\0' in sql:
            raise ProgrammingError('the query contains a null character')
        names = _sqlite.parameters(sql)
        if isinstance(names, tuple):
            raise _refused(names)
        if len(_sqlite.split(sql)) > 1:
            raise (ProgrammingError if sys.version_info >= (3, 11) else Warning)('You can only execute one statement at a time.')
        return names
    def _values(self, names, given):
        out = []
        if isinstance(given, dict) or hasattr(given, 'keys') and not isinstance(given, _Row):
            for n, name in enumerate(names):
                if name is None:
                    raise ProgrammingError(f'Binding {n + 1} has no name, but you supplied a dictionary (which has only names).')
                try:
                    value = given[name]
                except KeyError:
                    raise ProgrammingError(f'You did not supply a value for binding parameter :{name}.') from None
                out.append(self._adapted(value, f':{name}'))
            return tuple(out)
        try:
            count = len(given)
            given[0:0] if isinstance(given, (list, tuple, str)) else given.__getitem__
        except (TypeError, AttributeError):
            raise ProgrammingError('parameters are of unsupported type') from None
        if count != len(names):
            raise ProgrammingError(f'Incorrect number of bindings supplied. The current statement uses {len(names)}, and there are {count} supplied.')
        return tuple([self._adapted(given[n], str(n + 1)) for n in range(count)])
    def _adapted(self, value, place):
        kind = type(value)
        if kind in (int, float, str, bytes, bool) or value is None:
            if kind is int and not -9223372036854775808 <= value <= 9223372036854775807:
                raise OverflowError('Python int too large to convert to SQLite INTEGER')
            return value
        if kind in _adapters:
            value = _adapters[kind](value)
        elif hasattr(value, '__conform__'):
            value = value.__conform__(PrepareProtocol)
        if not _sqlite.can_bind(value):
            if sys.version_info >= (3, 11):
                raise ProgrammingError(f"Error binding parameter {place}: type '{kind.__name__}' is not supported")
            raise InterfaceError(f'Error binding parameter {int(place) - 1 if place.isdigit() else place} - probably unsupported type.')
        return value
    def _take(self, reply, word):
        columns, rows, affected, last = reply
        self._at = 0
        if columns is None:
            self.description, self._rows = None, []
        else:
            self.description = tuple([(c[0], None, None, None, None, None, None) for c in columns])
            self._rows = rows
            self._kinds = None
            if self.connection._detect:
                self._kinds = [self._converter(*c) for c in columns]
        self.rowcount = affected if word in _WRITES else -1
        if word in _WRITES:
            self.connection.total_changes += affected
        if word in ('INSERT', 'REPLACE') and last:
            self.lastrowid = last
    def _converter(self, name, kind):
        if self.connection._detect & PARSE_COLNAMES and '[' in name:
            return _converters.get(name.partition('[')[2].partition(']')[0].upper())
        if self.connection._detect & PARSE_DECLTYPES and kind:
            return _converters.get(kind.split('(')[0].split(' ')[0].upper())
    def _begin(self, word):
        connection = self.connection
        if word in _WRITES and connection.isolation_level is not None and not connection.in_transaction:
            connection._lock()
            try:
                connection._run('BEGIN ' + connection.isolation_level)
            except BaseException:
                connection._unlock()
                raise
    def execute(self, sql, parameters=()):
        self._check()
        names = self._names(sql)
        values = self._values(names, parameters)
        word = _sqlite.first_word(sql)
        self._begin(word)
        self._take(self.connection._run(sql, values, word), word)
        return self
    def executemany(self, sql, parameters):
        self._check()
        names = self._names(sql)
        word = _sqlite.first_word(sql)
        if word not in _WRITES:
            raise ProgrammingError('executemany() can only execute DML statements.')
        total, last = 0, self.lastrowid
        self._begin(word)
        for given in parameters:
            self._take(self.connection._run(sql, self._values(names, given), word), word)
            total += self.rowcount
        self.rowcount, self.lastrowid = total, last
        return self
    def executescript(self, script):
        self._check()
        if not isinstance(script, str):
            raise TypeError(f'executescript() argument must be str, not {type(script).__name__}')
        self.connection.commit()
        for sql in _sqlite.split(script):
            self.connection._run(sql)
        self.description, self._rows, self.rowcount = None, [], -1
        return self
    def _made(self, cells):
        if self._kinds:
            cells = tuple([x if x is None or f is None else f(x if isinstance(x, bytes) else str(x).encode()) for x, f in zip(cells, self._kinds)])
        factory = self.connection.text_factory
        if factory is not str:
            cells = tuple([factory(x.encode()) if isinstance(x, str) else x for x in cells])
        return self.row_factory(self, cells) if self.row_factory is not None else cells
    def fetchone(self):
        self._check()
        if self._at >= len(self._rows):
            return None
        self._at += 1
        return self._made(self._rows[self._at - 1])
    def fetchmany(self, size=None):
        out = []
        for _ in range(self.arraysize if size is None else size):
            row = self.fetchone()
            if row is None:
                break
            out.append(row)
        return out
    def fetchall(self):
        self._check()
        out = [self._made(r) for r in self._rows[self._at:]]
        self._at = len(self._rows)
        return out
    def __iter__(self):
        return self
    def __next__(self):
        row = self.fetchone()
        if row is None:
            raise StopIteration
        return row
    def close(self):
        self.connection._check()
        self._closed = True
    def setinputsizes(self, sizes):
        pass
    def setoutputsize(self, size, column=None):
        pass

class PrepareProtocol:
    pass

for _made in (Warning, Error, InterfaceError, DatabaseError, InternalError, OperationalError, ProgrammingError, IntegrityError, DataError,
              NotSupportedError, _Row, Connection, Cursor, PrepareProtocol):
    _made.__module__ = 'sqlite3'
