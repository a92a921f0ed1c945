import gzip
import io
import os
import zlib
text = b'hello hello hello hello ' * 50
packed = zlib.compress(text)
print(packed[:2], len(packed) < 60, zlib.decompress(packed) == text)
print(zlib.crc32(b'hello'), zlib.adler32(b'hello'), zlib.crc32(b'lo', zlib.crc32(b'hel')))
print(zlib.decompress(b'x\x9c\xcbH\xcd\xc9\xc9\x07\x00\x06,\x02\x15'))
c = zlib.compressobj(9)
data = c.compress(b'abc') + c.compress(b'def') + c.flush()
d = zlib.decompressobj()
print(d.decompress(data + b'rest'), d.eof, d.unused_data)
for bad in (b'not packed', b'', packed[:-3]):
    try:
        zlib.decompress(bad)
    except zlib.error as e:
        print(e)
with gzip.open('notes.txt.gz', 'wt') as f:
    f.write('one\ntwo\n')
    f.write('three')
with gzip.open('notes.txt.gz', 'rt') as f:
    print([line for line in f])
with gzip.open('notes.txt.gz') as f:
    print(f.read(5), f.readline(), f.read())
print(open('notes.txt.gz', 'rb').read()[:4], os.path.exists('notes.txt'))
print(gzip.decompress(gzip.compress(text)) == text, gzip.compress(b'', mtime=0)[:10])
buffer = io.BytesIO()
with gzip.GzipFile(fileobj=buffer, mode='wb') as f:
    f.write(b'in memory')
print(gzip.GzipFile(fileobj=io.BytesIO(buffer.getvalue())).read())
with gzip.open('notes.txt.gz', 'ab') as f:
    f.write(b' more')
print(gzip.open('notes.txt.gz').read())
try:
    gzip.decompress(b'plain text')
except gzip.BadGzipFile as e:
    print(type(e).__name__, e)
try:
    gzip.open('missing.gz')
except FileNotFoundError as e:
    print(e)
