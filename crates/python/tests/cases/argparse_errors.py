import argparse
for argv in (['--n', 'x'], [], ['a', '--q'], ['a', '--n'], ['a', '--m', 'z'], ['a', 'b']):
    p = argparse.ArgumentParser(prog='tool')
    p.add_argument('word')
    p.add_argument('--n', type=int)
    p.add_argument('--m', choices=['x', 'y'])
    try:
        p.parse_args(argv)
    except SystemExit as e:
        print('exit', e.code)
