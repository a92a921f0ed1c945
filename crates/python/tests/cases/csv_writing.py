import csv, sys, io
out = io.StringIO()
w = csv.writer(out)
w.writerow(['a', 1, 2.5, None, 'x,y', 'q"q', 'l\nl', ''])
w.writerow([''])
w = csv.DictWriter(out, fieldnames=['k', 'v'], lineterminator='\n', quoting=csv.QUOTE_ALL)
w.writeheader()
w.writerow({'k': 'a', 'v': 1})
try:
    w.writerow({'k': 1, 'z': 2})
except ValueError as e:
    print(e)
print(repr(out.getvalue()))
