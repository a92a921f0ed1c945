# Differences of sequences: matching blocks by the longest run in common, and the ways of showing them. HTML tables and context diffs are left out.
from collections import namedtuple as _namedtuple
from heapq import nlargest as _nlargest
Match = _namedtuple('Match', 'a b size')

class SequenceMatcher:
    def __init__(self, isjunk=None, a='', b='', autojunk=True):
        self.isjunk, self.autojunk = isjunk, autojunk
        self.a = self.b = None
        self.set_seqs(a, b)
    def set_seqs(self, a, b):
        self.set_seq1(a)
        self.set_seq2(b)
    def set_seq1(self, a):
        self.a, self.matching_blocks, self.opcodes = a, None, None
    def set_seq2(self, b):
        self.b, self.matching_blocks, self.opcodes, self.fullbcount = b, None, None, None
        self.b2j = where = {}
        for i, x in enumerate(b):
            where.setdefault(x, []).append(i)
        self.bjunk, self.bpopular = set(), set()
        if self.isjunk:
            for x in list(where):
                if self.isjunk(x):
                    self.bjunk.add(x)
                    del where[x]
        if self.autojunk and len(b) >= 200:
            most = len(b) // 100 + 1
            for x in list(where):
                if len(where[x]) > most:
                    self.bpopular.add(x)
                    del where[x]
    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
        a, b, junk = self.a, self.b, self.bjunk
        ahi = len(a) if ahi is None else ahi
        bhi = len(b) if bhi is None else bhi
        i0, j0, size = alo, blo, 0
        runs = {}
        for i in range(alo, ahi):
            now = {}
            for j in self.b2j.get(a[i], ()):
                if j < blo:
                    continue
                if j >= bhi:
                    break
                k = now[j] = runs.get(j - 1, 0) + 1
                if k > size:
                    i0, j0, size = i - k + 1, j - k + 1, k
            runs = now
        for wanted in (False, True):
            while i0 > alo and j0 > blo and (b[j0 - 1] in junk) == wanted and a[i0 - 1] == b[j0 - 1]:
                i0, j0, size = i0 - 1, j0 - 1, size + 1
            while i0 + size < ahi and j0 + size < bhi and (b[j0 + size] in junk) == wanted and a[i0 + size] == b[j0 + size]:
                size += 1
        return Match(i0, j0, size)
    def get_matching_blocks(self):
        if self.matching_blocks is not None:
            return self.matching_blocks
        todo, found = [(0, len(self.a), 0, len(self.b))], []
        while todo:
            alo, ahi, blo, bhi = todo.pop()
            i, j, k = m = self.find_longest_match(alo, ahi, blo, bhi)
            if k:
                found.append(m)
                if alo < i and blo < j:
                    todo.append((alo, i, blo, j))
                if i + k < ahi and j + k < bhi:
                    todo.append((i + k, ahi, j + k, bhi))
        found.sort()
        out, i, j, k = [], 0, 0, 0
        for i2, j2, k2 in found:
            if i + k == i2 and j + k == j2:
                k += k2
            else:
                if k:
                    out.append(Match(i, j, k))
                i, j, k = i2, j2, k2
        if k:
            out.append(Match(i, j, k))
        out.append(Match(len(self.a), len(self.b), 0))
        self.matching_blocks = out
        return out
    def get_opcodes(self):
        if self.opcodes is None:
            out, i, j = [], 0, 0
            for ai, bj, size in self.get_matching_blocks():
                tag = 'replace' if i < ai and j < bj else 'delete' if i < ai else 'insert' if j < bj else ''
                if tag:
                    out.append((tag, i, ai, j, bj))
                i, j = ai + size, bj + size
                if size:
                    out.append(('equal', ai, i, bj, j))
            self.opcodes = out
        return self.opcodes
    def get_grouped_opcodes(self, n=3):
        codes = list(self.get_opcodes()) or [('equal', 0, 1, 0, 1)]
        if codes[0][0] == 'equal':
            tag, i1, i2, j1, j2 = codes[0]
            codes[0] = tag, max(i1, i2 - n), i2, max(j1, j2 - n), j2
        if codes[-1][0] == 'equal':
            tag, i1, i2, j1, j2 = codes[-1]
            codes[-1] = tag, i1, min(i2, i1 + n), j1, min(j2, j1 + n)
        group = []
        for tag, i1, i2, j1, j2 in codes:
            if tag == 'equal' and i2 - i1 > 2 * n:
                group.append((tag, i1, min(i2, i1 + n), j1, min(j2, j1 + n)))
                yield group
                group = []
                i1, j1 = max(i1, i2 - n), max(j1, j2 - n)
            group.append((tag, i1, i2, j1, j2))
        if group and not (len(group) == 1 and group[0][0] == 'equal'):
            yield group
    def ratio(self):
        total = len(self.a) + len(self.b)
        return 2.0 * sum([m[2] for m in self.get_matching_blocks()]) / total if total else 1.0
    def quick_ratio(self):
        left, hits = {}, 0
        for x in self.b:
            left[x] = left.get(x, 0) + 1
        for x in self.a:
            if left.get(x, 0) > 0:
                left[x] -= 1
                hits += 1
        total = len(self.a) + len(self.b)
        return 2.0 * hits / total if total else 1.0
    def real_quick_ratio(self):
        total = len(self.a) + len(self.b)
        return 2.0 * min(len(self.a), len(self.b)) / total if total else 1.0

def get_close_matches(word, possibilities, n=3, cutoff=0.6):
    if not n > 0:
        raise ValueError('n must be > 0: %r' % (n,))
    if not 0.0 <= cutoff <= 1.0:
        raise ValueError('cutoff must be in [0.0, 1.0]: %r' % (cutoff,))
    out, s = [], SequenceMatcher()
    s.set_seq2(word)
    for x in possibilities:
        s.set_seq1(x)
        if s.real_quick_ratio() >= cutoff and s.quick_ratio() >= cutoff and s.ratio() >= cutoff:
            out.append((s.ratio(), x))
    return [x for score, x in _nlargest(n, out)]

def IS_LINE_JUNK(line, pat=None):
    return line.strip() in ('', '#')
def IS_CHARACTER_JUNK(ch, ws=' \t'):
    return ch in ws

def _kept(text, marks):
    # The marks under a line, with its own blanks where there is no mark.
    return ''.join([c if m == ' ' and c.isspace() else m for c, m in zip(text, marks)]).rstrip()

class Differ:
    def __init__(self, linejunk=None, charjunk=None):
        self.linejunk, self.charjunk = linejunk, charjunk
    def compare(self, a, b):
        for tag, alo, ahi, blo, bhi in SequenceMatcher(self.linejunk, a, b).get_opcodes():
            if tag == 'replace':
                yield from self._replaced(a, alo, ahi, b, blo, bhi)
            elif tag == 'delete':
                yield from self._all('-', a, alo, ahi)
            elif tag == 'insert':
                yield from self._all('+', b, blo, bhi)
            else:
                yield from self._all(' ', a, alo, ahi)
    def _all(self, tag, x, lo, hi):
        for i in range(lo, hi):
            yield f'{tag} {x[i]}'
    def _plain(self, a, alo, ahi, b, blo, bhi):
        if bhi - blo < ahi - alo:
            yield from self._all('+', b, blo, bhi)
            yield from self._all('-', a, alo, ahi)
        else:
            yield from self._all('-', a, alo, ahi)
            yield from self._all('+', b, blo, bhi)
    def _replaced(self, a, alo, ahi, b, blo, bhi):
        best, same, near = 0.74, None, None
        cruncher = SequenceMatcher(self.charjunk)
        for j in range(blo, bhi):
            cruncher.set_seq2(b[j])
            for i in range(alo, ahi):
                if a[i] == b[j]:
                    same = same or (i, j)
                    continue
                cruncher.set_seq1(a[i])
                if cruncher.real_quick_ratio() > best and cruncher.quick_ratio() > best and cruncher.ratio() > best:
                    best, near = cruncher.ratio(), (i, j)
        if best < 0.75:
            if same is None:
                yield from self._plain(a, alo, ahi, b, blo, bhi)
                return
            near = same
        else:
            same = None
        i, j = near
        yield from self._around(a, alo, i, b, blo, j)
        if same is None:
            cruncher.set_seqs(a[i], b[j])
            above = below = ''
            for tag, i1, i2, j1, j2 in cruncher.get_opcodes():
                la, lb = i2 - i1, j2 - j1
                above += {'replace': '^', 'delete': '-', 'equal': ' '}.get(tag, '') * la
                below += {'replace': '^', 'insert': '+', 'equal': ' '}.get(tag, '') * lb
            yield '- ' + a[i]
            if _kept(a[i], above):
                yield f'? {_kept(a[i], above)}\n'
            yield '+ ' + b[j]
            if _kept(b[j], below):
                yield f'? {_kept(b[j], below)}\n'
        else:
            yield '  ' + a[i]
        yield from self._around(a, i + 1, ahi, b, j + 1, bhi)
    def _around(self, a, alo, ahi, b, blo, bhi):
        if alo < ahi:
            if blo < bhi:
                yield from self._replaced(a, alo, ahi, b, blo, bhi)
            else:
                yield from self._all('-', a, alo, ahi)
        elif blo < bhi:
            yield from self._all('+', b, blo, bhi)

def ndiff(a, b, linejunk=None, charjunk=IS_CHARACTER_JUNK):
    return Differ(linejunk, charjunk).compare(a, b)
def restore(delta, which):
    keep = {1: '- ', 2: '+ '}[int(which)]
    for line in delta:
        if line[:2] in ('  ', keep):
            yield line[2:]

def _range(start, stop):
    n = stop - start
    if n == 1:
        return str(start + 1)
    return f'{start + 1 if n else start},{n}'
def unified_diff(a, b, fromfile='', tofile='', fromfiledate='', tofiledate='', n=3, lineterm='\n'):
    begun = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not begun:
            begun = True
            yield f"--- {fromfile}{chr(9) + fromfiledate if fromfiledate else ''}{lineterm}"
            yield f"+++ {tofile}{chr(9) + tofiledate if tofiledate else ''}{lineterm}"
        yield f'@@ -{_range(group[0][1], group[-1][2])} +{_range(group[0][3], group[-1][4])} @@{lineterm}'
        for tag, i1, i2, j1, j2 in group:
            if tag == 'equal':
                for line in a[i1:i2]:
                    yield ' ' + line
                continue
            if tag in ('replace', 'delete'):
                for line in a[i1:i2]:
                    yield '-' + line
            if tag in ('replace', 'insert'):
                for line in b[j1:j2]:
                    yield '+' + line
