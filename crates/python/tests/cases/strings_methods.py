s = 'Hello, World'
print(s.partition(', '), s.swapcase(), s.title(), s.center(20, '*'), s.rfind('o'), s.translate(str.maketrans('lo', 'xy')), s.split(None, 1), 'a\tb'.expandtabs(4), 'ß'.casefold(), s.removeprefix('He'), 'x'.zfill(3), s.encode().hex())
