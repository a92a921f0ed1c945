def walk(t):
    if isinstance(t, list):
        for x in t:
            yield from walk(x)
    else:
        yield t
print(list(walk([1, [2, [3, [4]]], 5])))
def co():
    total = 0
    while True:
        x = yield total
        total += x
c = co(); next(c); print(c.send(5), c.send(6)); c.close()
