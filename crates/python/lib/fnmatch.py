# Names against shell patterns.
import re
import functools
def translate(pat):
    out = ''
    i = 0
    while i < len(pat):
        c = pat[i]
        i += 1
        if c == '*':
            if not out.endswith('.*'):
                out += '.*'
        elif c == '?':
            out += '.'
        elif c == '[':
            j = i
            if j < len(pat) and pat[j] == '!':
                j += 1
            if j < len(pat) and pat[j] == ']':
                j += 1
            while j < len(pat) and pat[j] != ']':
                j += 1
            if j >= len(pat):
                out += '\\['
            else:
                inner = pat[i:j].replace('\\', '\\\\').replace('[', '\\[')
                i = j + 1
                out += '[' + ('^' + inner[1:] if inner[0] == '!' else inner) + ']'
        else:
            out += re.escape(c)
    return f'(?s:{out})\\Z'
@functools.lru_cache(maxsize=256)
def _compiled(pat):
    return re.compile(translate(pat)).match
def fnmatchcase(name, pat):
    return _compiled(pat)(name) is not None
def fnmatch(name, pat):
    return fnmatchcase(name, pat)
def filter(names, pat):
    return [n for n in names if fnmatchcase(n, pat)]
