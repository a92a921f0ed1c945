def dedent(text):
    lines = text.split('\n')
    margin = None
    for l in lines:
        if l.strip():
            lead = l[:len(l) - len(l.lstrip())]
            if margin is None:
                margin = lead
            else:
                while not lead.startswith(margin):
                    margin = margin[:-1]
    return '\n'.join([l[len(margin or ''):] if l.strip() else '' for l in lines])
def indent(text, prefix, predicate=None):
    return ''.join([prefix + l if (predicate(l) if predicate else l.strip()) else l for l in text.splitlines(True)])
def wrap(text, width=70, initial_indent='', subsequent_indent='', **kw):
    out = []
    cur = ''
    for w in text.split():
        lead = subsequent_indent if out else initial_indent
        while len(lead) + len(w) > width and not cur:
            out.append(lead + w[:width - len(lead)])
            w = w[width - len(lead):]
            lead = subsequent_indent
        if cur and len(lead) + len(cur) + 1 + len(w) > width:
            out.append(lead + cur)
            cur = w
        else:
            cur = cur + ' ' + w if cur else w
    if cur:
        out.append((subsequent_indent if out else initial_indent) + cur)
    return out
def fill(text, width=70, **kw):
    return '\n'.join(wrap(text, width, **kw))
def shorten(text, width, placeholder=' [...]', **kw):
    text = ' '.join(text.split())
    if len(text) <= width:
        return text
    out = ''
    for w in text.split():
        if len(out) + len(w) + 1 + len(placeholder) > width + 1:
            break
        out = out + ' ' + w if out else w
    return out + placeholder
