types_map = {'.html': 'text/html', '.htm': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json', '.txt': 'text/plain', '.md': 'text/markdown',
 '.csv': 'text/csv', '.xml': 'text/xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg', '.gif': 'image/gif', '.svg': 'image/svg+xml',
 '.ico': 'image/vnd.microsoft.icon', '.webp': 'image/webp', '.pdf': 'application/pdf', '.zip': 'application/zip', '.gz': 'application/gzip', '.tar': 'application/x-tar',
 '.mp3': 'audio/mpeg', '.mp4': 'video/mp4', '.wasm': 'application/wasm', '.py': 'text/x-python', '.sh': 'application/x-sh', '.woff2': 'font/woff2', '.bin': 'application/octet-stream'}
encodings_map = {'.gz': 'gzip', '.bz2': 'bzip2', '.xz': 'xz'}
inited = True
def guess_type(url, strict=True):
    import os.path
    base, ext = os.path.splitext(str(url))
    enc = None
    if ext in encodings_map:
        enc = encodings_map[ext]
        base, ext = os.path.splitext(base)
    return types_map.get(ext.lower()), enc
def guess_extension(t, strict=True):
    for k, v in types_map.items():
        if v == t:
            return k
def add_type(t, ext, strict=True):
    types_map[ext] = t
def init(files=None):
    pass
