import shutil, os
os.makedirs('t/sub')
open('t/a.txt', 'w').write('A')
open('t/sub/b.log', 'w').write('B')
print(shutil.copytree('t', 'u', ignore=shutil.ignore_patterns('*.log')), sorted(os.listdir('u')), os.listdir('u/sub'))
print(shutil.copy('t/a.txt', 'u/sub'), shutil.move('u/sub/a.txt', 'u/c.txt'), sorted(os.listdir('u')))
shutil.rmtree('u')
print(os.path.exists('u'))
for f, a in ((shutil.rmtree, ('nope',)), (shutil.copy, ('nope', 'x')), (shutil.copyfile, ('t/a.txt', 't/a.txt'))):
    try:
        f(*a)
    except OSError as e:
        print(type(e).__name__, e)
print(shutil.which('surely-not-there'))
