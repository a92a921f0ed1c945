import argparse
p = argparse.ArgumentParser(prog='g', formatter_class=argparse.ArgumentDefaultsHelpFormatter)
g = p.add_mutually_exclusive_group(required=True)
g.add_argument('--on', action='store_true', help='switch on')
g.add_argument('--off', action='store_true', help='switch off')
o = p.add_argument_group('output', 'where it goes')
o.add_argument('--file', default='out.txt', help='a file')
p.print_help()
try:
    p.parse_args(['--on', '--off'])
except SystemExit as e:
    print(e.code)
