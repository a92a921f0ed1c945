import tempfile, os
with tempfile.TemporaryDirectory() as d:
    p = os.path.join(d, 'x')
    with open(p, 'w') as f:
        f.write('hi')
    print(os.path.isdir(d), os.path.basename(d)[:3], open(p).read())
print(os.path.exists(d))
with tempfile.NamedTemporaryFile('w+', suffix='.txt') as f:
    f.write('text')
    f.seek(0)
    print(f.read(), f.name.endswith('.txt'), os.path.exists(f.name))
print(os.path.exists(f.name))
fd, path = tempfile.mkstemp(prefix='pre')
os.close(fd)
print(os.path.basename(path)[:3], oct(os.stat(path).st_mode & 0o777) if False else '')
with tempfile.TemporaryFile() as f:
    f.write(b'x'); f.seek(0); print(f.read())
