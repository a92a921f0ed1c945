import fnmatch, glob, os
print(fnmatch.filter(['a.py', 'b.txt', '.c.py'], '*.py'), fnmatch.fnmatch('data1', 'data[0-9]'), fnmatch.fnmatch('data1', 'data[!0-9]'))
os.makedirs('g/h/i')
for f in ('g/a.txt', 'g/b.py', 'g/h/c.txt', 'g/h/i/d.txt', 'g/.x.txt'):
    open(f, 'w').close()
print(sorted(glob.glob('g/*.txt')), sorted(glob.glob('g/**/*.txt', recursive=True)), sorted(glob.glob('g/*/')), glob.glob('none*'))
print(sorted(glob.glob('*.txt', root_dir='g')), sorted(glob.glob('g/?.py')))
