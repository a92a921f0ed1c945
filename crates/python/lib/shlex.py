# Splitting and quoting as a POSIX shell does.
import re
_unsafe = re.compile(r'[^\w@%+=:,./-]', re.ASCII)
def quote(s):
    if not s:
        return "''"
    if _unsafe.search(s) is None:
        return s
    return "'" + s.replace("'", "'\"'\"'") + "'"
def join(words):
    return ' '.join([quote(w) for w in words])
def split(s, comments=False, posix=True):
    if s is None:
        raise ValueError('s argument must not be None')
    out, word, mode = [], None, ''
    i = 0
    while i < len(s):
        c = s[i]
        i += 1
        if mode == "'":
            if c == "'":
                mode = ''
            else:
                word += c
        elif mode == '"':
            if c == '"':
                mode = ''
            elif c == '\\':
                if i >= len(s):
                    raise ValueError('No escaped character')
                word += s[i] if s[i] in '"\\' else c + s[i]
                i += 1
            else:
                word += c
        elif c in ' \t\r\n':
            if word is not None:
                out.append(word)
                word = None
        elif comments and c == '#':
            while i < len(s) and s[i] != '\n':
                i += 1
        else:
            word = word or ''
            if c in '\'"':
                mode = c
            elif c == '\\':
                if i >= len(s):
                    raise ValueError('No escaped character')
                word += s[i]
                i += 1
            else:
                word += c
    if mode:
        raise ValueError('No closing quotation')
    if word is not None:
        out.append(word)
    return out
