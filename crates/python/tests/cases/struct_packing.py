import struct
print(struct.pack('>IHb', 1, 2, -3), struct.calcsize('@bi'), struct.calcsize('=bi'))
print(struct.unpack('<3sxh', b'abc\0\xff\xff'))
print(struct.pack('!d', 3.14).hex(), struct.pack('<f', 0.1).hex(), struct.unpack('<f', struct.pack('<f', 0.1)))
print(struct.unpack('>qQ', struct.pack('>qQ', -5, 5)))
for f, a in (('B', (256,)), ('I', (1, 2)), ('z', (1,)), ('h', ('x',))):
    try:
        struct.pack(f, *a)
    except struct.error as e:
        print(e)
