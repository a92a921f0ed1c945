import os
print(os.path.splitext('a/b.tar.gz'), os.path.normpath('a/../b//c/.'), os.path.relpath('/a/b', '/a/c'), os.path.commonpath(['/a/b', '/a/c']), os.path.join('a', '/b'))
os.makedirs('d/e'); open('d/e/f', 'w').write('x')
for r, ds, fs in os.walk('d'): print(r, ds, fs)
with os.scandir('d') as it: print([(e.name, e.is_dir()) for e in it])
try: os.mkdir('d')
except FileExistsError as e: print(e)
