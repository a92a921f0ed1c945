import argparse
p = argparse.ArgumentParser(prog='tool', description='Does a thing.', epilog='The end.')
p.add_argument('name', help='who')
p.add_argument('-n', '--count', type=int, default=3, help='how often (default: %(default)s)')
p.add_argument('--verbose', '-v', action='store_true')
p.add_argument('--mode', choices=['fast', 'slow'], help='how')
p.add_argument('--a-very-long-option-name-indeed', metavar='X', help='a help text that is long enough to be wrapped over two lines by the formatter')
p.print_help()
