def escape(s, quote=True):
    s = s.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')
    if quote:
        s = s.replace('"', '&quot;').replace("'", '&#x27;')
    return s
def unescape(s):
    import re
    names = {'amp': '&', 'lt': '<', 'gt': '>', 'quot': '"', 'apos': "'", 'nbsp': '\xa0', 'copy': '©', 'hellip': '…', 'mdash': '—'}
    def one(m):
        n = m.group(1)
        if n[0] == '#':
            return chr(int(n[2:], 16) if n[1] in 'xX' else int(n[1:]))
        return names.get(n, m.group(0))
    return re.sub(r'&(#[0-9]+|#[xX][0-9a-fA-F]+|\w+);', one, s)
