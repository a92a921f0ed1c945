import argparse
p = argparse.ArgumentParser(prog='app')
p.add_argument('--debug', action='store_true')
s = p.add_subparsers(dest='cmd', required=True, help='what to do')
a = s.add_parser('add', help='add one')
a.add_argument('item')
a.set_defaults(func=lambda n: print('adding', n.item))
l = s.add_parser('list', help='list all')
l.add_argument('--long', action='store_true')
n = p.parse_args(['--debug', 'add', 'milk'])
n.func(n)
print(p.parse_args(['list', '--long']))
p.print_help()
a.print_usage()
try:
    p.parse_args([])
except SystemExit as e:
    print(e.code)
