import copy
a = [1, [2, 3], {'k': [4]}]
b, c = copy.copy(a), copy.deepcopy(a)
a[1].append(9); a[2]['k'].append(5)
print(b, c)
a.append(a); d = copy.deepcopy(a); print(d[3] is d)
