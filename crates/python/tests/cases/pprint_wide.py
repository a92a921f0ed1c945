from pprint import pprint, pformat
pprint({'b': [1, 2, 3], 'a': {'x': 'y' * 30, 'z': ['w' * 30, 'v' * 30]}, 'c': (1,)})
pprint(list(range(40)))
print(pformat('short'))
