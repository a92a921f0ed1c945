# What the database drivers share: a line of JSON each way to the simulated servers, and PEP 249's objects.
import datetime
import decimal
import json
import re
import socket

class Link:
    def __init__(self, host, port, user, password, database, timeout=None):
        self._sock = socket.create_connection((host, port), timeout) if timeout else socket.create_connection((host, port))
        self._sock.settimeout(None)
        self._file = self._sock.makefile('rb')
        self.refusal = self.ask({'user': user, 'password': password, 'database': database}).get('error')
    def ask(self, message):
        self._sock.sendall(json.dumps(message).encode() + b'\n')
        line = self._file.readline()
        if not line:
            raise ConnectionResetError(104, 'Connection reset by peer')
        return json.loads(line)
    def close(self):
        self._file.close()
        self._sock.close()

def value(cell, booleans=True):
    if cell is None:
        return None
    kind, text = cell
    if kind == 'i':
        return int(text)
    if kind == 'n':
        return decimal.Decimal(text)
    if kind == 'f':
        return float(text)
    if kind == 'b':
        return text in ('t', '1') if booleans else int(text)
    if kind == 'd':
        return datetime.date.fromisoformat(text)
    if kind == 's':
        return datetime.datetime.fromisoformat(text)
    if kind == 'z':
        return datetime.datetime.fromisoformat(text[:-3]).replace(tzinfo=datetime.timezone.utc)
    return text

def literal(x, backslashes):
    if x is None:
        return 'NULL'
    if isinstance(x, bool):
        return 'true' if x else 'false'
    if isinstance(x, (int, float, decimal.Decimal)):
        return str(x)
    if isinstance(x, (list, tuple)):
        return '(' + ', '.join([literal(v, backslashes) for v in x]) + ')'
    if isinstance(x, bytes):
        x = x.decode('utf-8', 'replace')
    text = str(x).replace("'", "''")
    return "'" + (text.replace('\\', '\\\\') if backslashes else text) + "'"

def filled(query, params, backslashes, wrong):
    # The client puts values into the text, as these drivers do.
    if params is None:
        return query
    if isinstance(params, dict):
        def named(m):
            return '%' if m.group(0) == '%%' else literal(params[m.group(1)], backslashes)
        return re.sub(r'%%|%\((\w+)\)s', named, query)
    items = list(params)
    def one(m):
        if m.group(0) == '%%':
            return '%'
        if not items:
            raise wrong
        return literal(items.pop(0), backslashes)
    out = re.sub('%%|%s', one, query)
    if items:
        raise wrong
    return out

class Cursor:
    arraysize = 1
    _dict = False
    def __init__(self, connection):
        self.connection = connection
        self.description, self.rowcount, self.lastrowid, self._rows, self._names = None, -1, None, [], []
        self.closed = False
    def _run(self, text):
        reply = self.connection._ask(text)
        columns = reply.get('columns')
        self.lastrowid = reply.get('last_id') or None
        self._rows, self.description, self.rowcount = [], None, reply.get('affected', -1)
        if columns is not None:
            self._names = [c[0] for c in columns]
            self.description = [(c[0], None, None, None, None, None, None) for c in columns]
            rows = [tuple([value(c, self.connection._booleans) for c in r]) for r in reply['rows']]
            self._rows = [self._row(r) for r in rows]
            self.rowcount = len(rows)
    def _row(self, r):
        return dict(zip(self._names, r)) if self._dict else r
    def executemany(self, query, seq):
        total = 0
        for params in seq:
            self.execute(query, params)
            total += max(self.rowcount, 0)
        self.rowcount = total
    def fetchone(self):
        return self._rows.pop(0) if self._rows else None
    def fetchmany(self, size=None):
        n = self.arraysize if size is None else size
        out, self._rows = self._rows[:n], self._rows[n:]
        return out
    def fetchall(self):
        out, self._rows = self._rows, []
        return out
    def __iter__(self):
        while self._rows:
            yield self._rows.pop(0)
    def close(self):
        self.closed = True
    def __enter__(self):
        return self
    def __exit__(self, *a):
        self.close()
