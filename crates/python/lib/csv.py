# Comma-separated values.
QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE = 0, 1, 2, 3
class Error(Exception):
    pass
class Dialect:
    delimiter, quotechar, doublequote, escapechar, skipinitialspace, lineterminator, quoting, strict = ',', '"', True, None, False, '\r\n', QUOTE_MINIMAL, False
class excel(Dialect):
    pass
class excel_tab(excel):
    delimiter = '\t'
class unix_dialect(Dialect):
    lineterminator, quoting = '\n', QUOTE_ALL
_dialects = {'excel': excel, 'excel-tab': excel_tab, 'unix': unix_dialect}
def register_dialect(name, dialect=excel, **kw):
    _dialects[name] = _dialect(dialect, kw)
def get_dialect(name):
    return _dialects[name]
def list_dialects():
    return list(_dialects)
def field_size_limit(n=None):
    return 131072
def _dialect(d, kw):
    if isinstance(d, str):
        if d not in _dialects:
            raise Error('unknown dialect')
        d = _dialects[d]
    out = Dialect()
    for k in ('delimiter', 'quotechar', 'doublequote', 'escapechar', 'skipinitialspace', 'lineterminator', 'quoting', 'strict'):
        setattr(out, k, kw[k] if k in kw else getattr(d, k))
    for k in kw:
        if not hasattr(out, k):
            raise TypeError(f"'{k}' is an invalid keyword argument for this function")
    if not isinstance(out.delimiter, str) or len(out.delimiter) != 1:
        raise TypeError('"delimiter" must be a 1-character string')
    return out
class _Reader:
    def __init__(self, lines, dialect='excel', **kw):
        self._lines = iter(lines)
        self.dialect = _dialect(dialect, kw)
        self.line_num = 0
    def __iter__(self):
        return self
    def __next__(self):
        d = self.dialect
        row, cell, quoted, was = [], '', False, False
        line = next(self._lines)
        self.line_num += 1
        while True:
            i, n = 0, len(line)
            while i < n:
                c = line[i]
                i += 1
                if quoted:
                    if c == d.escapechar and i < n:
                        cell += line[i]
                        i += 1
                    elif c == d.quotechar:
                        if d.doublequote and i < n and line[i] == d.quotechar:
                            cell += c
                            i += 1
                        else:
                            quoted = False
                    else:
                        cell += c
                elif c == d.delimiter:
                    row.append(self._cell(cell, was))
                    cell, was = '', False
                    while d.skipinitialspace and i < n and line[i] == ' ':
                        i += 1
                elif c in '\r\n':
                    break
                elif c == d.quotechar and not cell and d.quoting != QUOTE_NONE:
                    quoted = was = True
                elif c == d.escapechar and i < n:
                    cell += line[i]
                    i += 1
                else:
                    cell += c
            if not quoted:
                break
            try:
                line = next(self._lines)
            except StopIteration:
                break
            self.line_num += 1
        if cell or row or was:
            row.append(self._cell(cell, was))
        return row
    def _cell(self, text, quoted):
        return float(text) if self.dialect.quoting == QUOTE_NONNUMERIC and not quoted else text
class _Writer:
    def __init__(self, f, dialect='excel', **kw):
        self._f = f
        self.dialect = _dialect(dialect, kw)
    def writerow(self, row):
        d = self.dialect
        out = []
        cells = list(row)
        for v in cells:
            s = '' if v is None else repr(v) if isinstance(v, float) else str(v)
            need = d.quoting == QUOTE_ALL or d.quoting == QUOTE_NONNUMERIC and not isinstance(v, (int, float)) or d.quoting == QUOTE_MINIMAL and (any([c in s for c in (d.delimiter, d.quotechar or '"', '\n', '\r')]) or not s and len(cells) == 1)
            if d.quoting == QUOTE_NONE:
                if d.escapechar:
                    s = ''.join([d.escapechar + c if c in (d.delimiter, d.quotechar, d.escapechar, '\n', '\r') else c for c in s])
                elif d.delimiter in s:
                    raise Error('need to escape, but no escapechar set')
            elif need:
                s = d.quotechar + s.replace(d.quotechar, d.quotechar * 2 if d.doublequote else (d.escapechar or '') + d.quotechar) + d.quotechar
            out.append(s)
        return self._f.write(d.delimiter.join(out) + d.lineterminator)
    def writerows(self, rows):
        for r in rows:
            self.writerow(r)
def reader(csvfile, dialect='excel', **kw):
    return _Reader(csvfile, dialect, **kw)
def writer(csvfile, dialect='excel', **kw):
    return _Writer(csvfile, dialect, **kw)
class DictReader:
    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect='excel', *args, **kw):
        self._names, self.restkey, self.restval = fieldnames, restkey, restval
        self.reader = reader(f, dialect, *args, **kw)
    def __iter__(self):
        return self
    @property
    def fieldnames(self):
        if self._names is None:
            try:
                self._names = next(self.reader)
            except StopIteration:
                pass
        return self._names
    @property
    def line_num(self):
        return self.reader.line_num
    def __next__(self):
        names = self.fieldnames
        row = next(self.reader)
        while row == []:
            row = next(self.reader)
        d = dict(zip(names, row))
        if len(row) > len(names):
            d[self.restkey] = row[len(names):]
        for k in names[len(row):]:
            d[k] = self.restval
        return d
class DictWriter:
    def __init__(self, f, fieldnames, restval='', extrasaction='raise', dialect='excel', *args, **kw):
        self.fieldnames, self.restval, self.extrasaction = fieldnames, restval, extrasaction
        self.writer = writer(f, dialect, *args, **kw)
    def writeheader(self):
        return self.writerow(dict(zip(self.fieldnames, self.fieldnames)))
    def writerow(self, d):
        wrong = [k for k in d if k not in self.fieldnames]
        if wrong and self.extrasaction == 'raise':
            raise ValueError('dict contains fields not in fieldnames: ' + ', '.join([repr(x) for x in wrong]))
        return self.writer.writerow([d.get(k, self.restval) for k in self.fieldnames])
    def writerows(self, rows):
        for r in rows:
            self.writerow(r)
