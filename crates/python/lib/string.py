whitespace = ' \t\n\r\v\f'
ascii_lowercase = 'abcdefghijklmnopqrstuvwxyz'
ascii_uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
ascii_letters = ascii_lowercase + ascii_uppercase
digits = '0123456789'
hexdigits = digits + 'abcdef' + 'ABCDEF'
octdigits = '01234567'
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace
def capwords(s, sep=None):
    return (sep or ' ').join([x.capitalize() for x in s.split(sep)])
class Template:
    def __init__(self, template):
        self.template = template
    def _sub(self, values, safe):
        import re
        def one(m):
            if m.group(1):
                return '$'
            n = m.group(2) or m.group(3)
            if n is None:
                if safe:
                    return '$'
                raise ValueError('Invalid placeholder in string')
            if n in values:
                return str(values[n])
            if safe:
                return m.group(0)
            raise KeyError(n)
        return re.sub(r'\$(?:(\$)|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\}|)', one, self.template)
    def substitute(self, mapping={}, /, **kw):
        return self._sub({**mapping, **kw}, False)
    def safe_substitute(self, mapping={}, /, **kw):
        return self._sub({**mapping, **kw}, True)
class Formatter:
    def format(self, s, /, *args, **kw):
        return s.format(*args, **kw)
