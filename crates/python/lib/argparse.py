# Command lines: options, positionals, subcommands, help. Leaves out prefix characters of one's own and files of arguments.
import os
import sys
import textwrap
SUPPRESS, OPTIONAL, ZERO_OR_MORE, ONE_OR_MORE, REMAINDER, PARSER = '==SUPPRESS==', '?', '*', '+', '...', 'A...'
class ArgumentError(Exception):
    def __init__(self, argument, message):
        self.argument, self.message = argument, message
    def __str__(self):
        name = _shown(self.argument) if self.argument is not None else None
        return f'argument {name}: {self.message}' if name else self.message
class ArgumentTypeError(Exception):
    pass
def _shown(a):
    if a.option_strings:
        return '/'.join(a.option_strings)
    if a.metavar not in (None, SUPPRESS):
        return a.metavar if isinstance(a.metavar, str) else ' '.join(a.metavar)
    return a.dest if a.dest not in (None, SUPPRESS) else '{' + ','.join(a.choices) + '}' if a.choices else None
class Namespace:
    def __init__(self, **kw):
        self.__dict__.update(kw)
    def __repr__(self):
        return 'Namespace(' + ', '.join([f'{k}={v!r}' for k, v in self.__dict__.items()]) + ')'
    def __eq__(self, o):
        return isinstance(o, Namespace) and vars(self) == vars(o)
    def __contains__(self, k):
        return k in self.__dict__
class HelpFormatter:
    raw = defaults = raw_text = False
    def __init__(self, prog='', *a, **k):
        self.prog = prog
class RawDescriptionHelpFormatter(HelpFormatter):
    raw = True
class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    raw_text = True
class ArgumentDefaultsHelpFormatter(HelpFormatter):
    defaults = True
class MetavarTypeHelpFormatter(HelpFormatter):
    pass
class Action:
    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None, required=False, help=None, metavar=None, **kw):
        self.option_strings, self.dest, self.nargs, self.const, self.default = option_strings, dest, nargs, const, default
        self.type, self.choices, self.required, self.help, self.metavar = type, choices, required, help, metavar
    def __call__(self, parser, namespace, values, option_string=None):
        raise NotImplementedError('.__call__() not defined')
class _Store(Action):
    def __call__(self, parser, ns, values, option=None):
        setattr(ns, self.dest, values)
class _Const(Action):
    def __init__(self, *a, **kw):
        super().__init__(*a, **{**kw, 'nargs': 0})
    def __call__(self, parser, ns, values, option=None):
        setattr(ns, self.dest, self.const)
class _Append(Action):
    def __call__(self, parser, ns, values, option=None):
        setattr(ns, self.dest, list(getattr(ns, self.dest, None) or []) + [values])
class _Extend(Action):
    def __call__(self, parser, ns, values, option=None):
        setattr(ns, self.dest, list(getattr(ns, self.dest, None) or []) + list(values))
class _AppendConst(_Const):
    def __call__(self, parser, ns, values, option=None):
        setattr(ns, self.dest, list(getattr(ns, self.dest, None) or []) + [self.const])
class _Count(_Const):
    def __call__(self, parser, ns, values, option=None):
        setattr(ns, self.dest, (getattr(ns, self.dest, None) or 0) + 1)
class _Help(_Const):
    def __call__(self, parser, ns, values, option=None):
        parser.print_help()
        parser.exit()
class _Version(_Const):
    def __init__(self, *a, version=None, **kw):
        super().__init__(*a, **kw)
        self.version = version
    def __call__(self, parser, ns, values, option=None):
        sys.stdout.write((self.version or parser.version) % {'prog': parser.prog} + '\n')
        parser.exit()
class BooleanOptionalAction(_Const):
    def __init__(self, option_strings, dest, **kw):
        both = []
        for o in option_strings:
            both.append(o)
            if o.startswith('--'):
                both.append('--no-' + o[2:])
        super().__init__(both, dest, **kw)
    def __call__(self, parser, ns, values, option=None):
        setattr(ns, self.dest, not option.startswith('--no-'))
class _Subparsers(Action):
    def __init__(self, prog, parser_class, dest=SUPPRESS, required=False, help=None, metavar=None, title=None, description=None):
        super().__init__([], dest, PARSER, required=required, help=help, metavar=metavar)
        self.choices = {}
        self.title, self.description, self._prog, self._class, self._helps = title, description, prog, parser_class, []
    def add_parser(self, name, *, help=None, aliases=(), prog=None, **kw):
        p = self._class(prog=prog or f'{self._prog} {name}', **kw)
        if help is not None:
            self._helps.append((name + (f' ({", ".join(aliases)})' if aliases else ''), help))
        for n in (name, *aliases):
            self.choices[n] = p
        return p
    def __call__(self, parser, ns, values, option=None):
        name, rest = values[0], values[1:]
        if self.dest != SUPPRESS:
            setattr(ns, self.dest, name)
        if name not in self.choices:
            raise ArgumentError(self, f"unknown parser {name!r} (choices: {', '.join(self.choices)})")
        sub, extra = self.choices[name].parse_known_args(rest)
        for k, v in vars(sub).items():
            setattr(ns, k, v)
        ns.__dict__.setdefault('_extra', []).extend(extra)
class FileType:
    def __init__(self, mode='r', bufsize=-1, encoding=None, errors=None):
        self._mode = mode
    def __call__(self, s):
        if s == '-':
            return sys.stdin if 'r' in self._mode else sys.stdout
        try:
            return open(s, self._mode)
        except OSError as e:
            raise ArgumentTypeError(f"can't open '{s}': {e}")
_actions = {None: _Store, 'store': _Store, 'store_const': _Const, 'append': _Append, 'append_const': _AppendConst, 'extend': _Extend, 'count': _Count, 'help': _Help, 'version': _Version}
class _Group:
    def __init__(self, parser, title=None, description=None, exclusive=False, required=False):
        self._parser, self.title, self.description, self.exclusive, self.required, self._own = parser, title, description, exclusive, required, []
    def add_argument(self, *a, **kw):
        action = self._parser._make(*a, **kw)
        self._own.append(action)
        self._parser._actions.append(action)
        return action
    def add_mutually_exclusive_group(self, required=False):
        return self._parser.add_mutually_exclusive_group(required)
class ArgumentParser:
    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=[], formatter_class=HelpFormatter, prefix_chars='-', fromfile_prefix_chars=None, argument_default=None, conflict_handler='error', add_help=True, allow_abbrev=True, exit_on_error=True):
        self.prog = prog or os.path.basename(sys.argv[0])
        self.usage, self.description, self.epilog, self.formatter_class = usage, description, epilog, formatter_class
        self.exit_on_error = exit_on_error
        self._actions, self._groups, self._exclusive, self._defaults, self._sub = [], [], [], {}, None
        if add_help:
            self.add_argument('-h', '--help', action='help', default=SUPPRESS, help='show this help message and exit')
        for p in parents:
            self._actions.extend([a for a in p._actions if a not in self._actions])
            self._groups.extend(p._groups)
    def _make(self, *names, action=None, **kw):
        if 'dest' in kw and not names:
            names = (kw.pop('dest'),)
        options = [n for n in names if n.startswith('-')]
        if options:
            dest = kw.pop('dest', None)
            if dest is None:
                long = [o for o in options if o.startswith('--')]
                dest = (long or options)[0].lstrip('-').replace('-', '_')
            taken = [o for a in self._actions for o in a.option_strings]
            clash = [o for o in options if o in taken]
            if clash:
                raise ArgumentError(None, f'argument {"/".join(options)}: conflicting option string{"s" if len(clash) > 1 else ""}: {", ".join(clash)}')
        else:
            dest = names[0]
            if 'required' in kw:
                raise TypeError("'required' is an invalid argument for positionals")
            kw['required'] = kw.get('nargs') not in (OPTIONAL, ZERO_OR_MORE, REMAINDER)
        if action == 'store_true':
            cls, kw = _Const, {'default': False, **kw, 'const': True}
        elif action == 'store_false':
            cls, kw = _Const, {'default': True, **kw, 'const': False}
        else:
            cls = _actions.get(action, action) if not isinstance(action, type) else action
            if isinstance(cls, str):
                raise ValueError(f'unknown action {action!r}')
        return cls(options, dest, **kw)
    def add_argument(self, *a, **kw):
        action = self._make(*a, **kw)
        self._actions.append(action)
        return action
    def add_argument_group(self, title=None, description=None, **kw):
        g = _Group(self, title, description)
        self._groups.append(g)
        return g
    def add_mutually_exclusive_group(self, required=False, **kw):
        g = _Group(self, exclusive=True, required=required)
        self._exclusive.append(g)
        return g
    def add_subparsers(self, *, title=None, description=None, prog=None, parser_class=None, action=None, dest=SUPPRESS, required=False, help=None, metavar=None):
        if prog is None:
            positional = [self._metavar(a) for a in self._actions if not a.option_strings]
            prog = ' '.join([self.prog] + positional)
        self._sub = _Subparsers(prog, parser_class or type(self), dest, required, help, metavar, title, description)
        self._actions.append(self._sub)
        return self._sub
    def set_defaults(self, **kw):
        self._defaults.update(kw)
        for a in self._actions:
            if a.dest in kw:
                a.default = kw[a.dest]
    def get_default(self, dest):
        for a in self._actions:
            if a.dest == dest and a.default is not None:
                return a.default
        return self._defaults.get(dest)
    # Parsing.
    def parse_args(self, args=None, namespace=None):
        ns, extra = self.parse_known_args(args, namespace)
        if extra:
            self.error(f'unrecognized arguments: {" ".join(extra)}')
        return ns
    parse_intermixed_args = parse_args
    def parse_known_args(self, args=None, namespace=None):
        args = list(sys.argv[1:] if args is None else args)
        ns = Namespace() if namespace is None else namespace
        for a in self._actions:
            if a.dest is not SUPPRESS and a.default is not SUPPRESS and not hasattr(ns, a.dest):
                setattr(ns, a.dest, a.default)
        for k, v in self._defaults.items():
            if not hasattr(ns, k):
                setattr(ns, k, v)
        try:
            extra = self._parse(args, ns)
        except ArgumentError as e:
            if not self.exit_on_error:
                raise
            self.error(str(e))
        return ns, extra + ns.__dict__.pop('_extra', [])
    def _option(self, word):
        options = {o: a for a in self._actions for o in a.option_strings}
        if word in options:
            return options[word], word, None
        if word.startswith('--'):
            name, eq, value = word.partition('=')
            value = value if eq else None
            if name in options:
                return options[name], name, value
            near = [o for o in options if o.startswith(name)]
            if len(near) == 1:
                return options[near[0]], near[0], value
            if len(near) > 1:
                raise ArgumentError(None, f'ambiguous option: {word} could match {", ".join(near)}')
            return None, word, None
        if word[:2] in options:
            return options[word[:2]], word[:2], word[2:]
        return None, word, None
    def _is_option(self, word):
        if not word.startswith('-') or word == '-':
            return False
        if word.lstrip('-').replace('.', '', 1).isdigit() and not any([o[1:2].isdigit() for a in self._actions for o in a.option_strings]):
            return False
        return ' ' not in word or self._option(word)[0] is not None
    def _parse(self, args, ns):
        extra, seen = [], []
        positionals = [a for a in self._actions if not a.option_strings]
        def used(a):
            for g in self._exclusive:
                if a in g._own:
                    for b in g._own:
                        if b is not a and b in seen:
                            raise ArgumentError(a, f'not allowed with argument {_shown(b)}')
            seen.append(a)
        def take(pool, final):
            # Gives positionals what they can take of the words so far.
            while positionals:
                needs = [self._least(a) for a in positionals]
                a = positionals[0]
                left = len(pool) - sum(needs[1:])
                if a.nargs in (PARSER, REMAINDER):
                    if not pool and (a.nargs == PARSER or not final):
                        return
                    n = len(pool)
                elif a.nargs is None:
                    n = 1
                elif isinstance(a.nargs, int):
                    n = a.nargs
                elif a.nargs == OPTIONAL:
                    n = 1 if left >= 1 else 0
                else:
                    n = max(left, 0)
                if len(pool) < max(n, needs[0]) or not final and n == 0:
                    return
                words, pool[:] = pool[:n], pool[n:]
                positionals.pop(0)
                if n:
                    used(a)
                elif a.nargs in (OPTIONAL, ZERO_OR_MORE, REMAINDER):
                    if a.nargs == ZERO_OR_MORE and a.default is None:
                        setattr(ns, a.dest, [])
                    elif a.nargs == REMAINDER:
                        setattr(ns, a.dest, [])
                    continue
                a(self, ns, self._values(a, words))
        i, pool = 0, []
        while i < len(args):
            word = args[i]
            if positionals and positionals[0].nargs in (PARSER, REMAINDER) and not self._is_option(word) and not pool:
                pool = args[i:]
                i = len(args)
                break
            if word == '--':
                pool.extend(args[i + 1:])
                i = len(args)
                break
            if not self._is_option(word):
                pool.append(word)
                i += 1
                nxt = positionals[0] if positionals else None
                if nxt is not None and self._sub is not None and len(positionals) > 1 and positionals[-1] is self._sub and nxt.nargs is None:
                    take(pool, False)
                continue
            take(pool, False)
            a, name, value = self._option(word)
            i += 1
            if a is None:
                extra.append(word)
                continue
            used(a)
            while a.nargs == 0 and value and not word.startswith('--'):
                # Flags in one word: -xvf.
                a(self, ns, [], name)
                more = '-' + value[0]
                b = next((b for b in self._actions if more in b.option_strings), None)
                if b is None:
                    raise ArgumentError(a, f'ignored explicit argument {value!r}')
                a, name, value = b, more, value[1:] or None
                used(a)
            if a.nargs == 0:
                if value is not None:
                    raise ArgumentError(a, f'ignored explicit argument {value!r}')
                a(self, ns, [], name)
                continue
            if value is not None:
                words = [value[1:] if not word.startswith('--') and value.startswith('=') else value]
            else:
                words = []
                most = 1 if a.nargs in (None, OPTIONAL) else a.nargs if isinstance(a.nargs, int) else len(args)
                while len(words) < most and i < len(args) and args[i] != '--' and not (self._is_option(args[i]) and a.nargs != REMAINDER):
                    words.append(args[i])
                    i += 1
            if a.nargs is None and not words:
                raise ArgumentError(a, 'expected one argument')
            if a.nargs == ONE_OR_MORE and not words:
                raise ArgumentError(a, 'expected at least one argument')
            if isinstance(a.nargs, int) and len(words) != a.nargs:
                raise ArgumentError(a, f'expected {a.nargs} argument{"" if a.nargs == 1 else "s"}')
            if a.nargs == OPTIONAL and not words:
                a(self, ns, a.const, name)
            else:
                a(self, ns, self._values(a, words), name)
        take(pool, True)
        extra.extend(pool)
        missing = [_shown(a) for a in self._actions if a.required and a not in seen]
        if missing:
            self.error(f'the following arguments are required: {", ".join(missing)}')
        for g in self._exclusive:
            if g.required and not [a for a in g._own if a in seen]:
                self.error(f'one of the arguments {" ".join([_shown(a) for a in g._own])} is required')
        for a in self._actions:
            if isinstance(a.default, str) and a not in seen and a.type and a.dest is not SUPPRESS and getattr(ns, a.dest, None) is a.default:
                setattr(ns, a.dest, self._value(a, a.default))
        return extra
    def _least(self, a):
        return 1 if a.nargs in (None, ONE_OR_MORE, PARSER) else a.nargs if isinstance(a.nargs, int) else 0
    def _values(self, a, words):
        if a.nargs == PARSER:
            if words[0] not in a.choices:
                self._choose(a, words[0])
            return words
        values = [self._value(a, w) for w in words]
        for v in values:
            self._choose(a, v)
        return values[0] if a.nargs in (None, OPTIONAL) else values
    def _choose(self, a, v):
        if a.choices is not None and v not in a.choices:
            raise ArgumentError(a, f"invalid choice: {v!r} (choose from {', '.join([repr(c) for c in a.choices])})")
    def _value(self, a, word):
        if a.type is None:
            return word
        try:
            return a.type(word)
        except ArgumentTypeError as e:
            raise ArgumentError(a, str(e))
        except (TypeError, ValueError):
            raise ArgumentError(a, f'invalid {getattr(a.type, "__name__", repr(a.type))} value: {word!r}')
    # Words for people.
    def _metavar(self, a):
        if a.metavar is not None:
            one = a.metavar
        elif a.choices is not None:
            one = '{' + ','.join([str(c) for c in a.choices]) + '}'
        else:
            one = a.dest.upper() if a.option_strings else a.dest
        if isinstance(one, tuple):
            return ' '.join(one)
        if a.nargs == OPTIONAL:
            return f'[{one}]'
        if a.nargs == ZERO_OR_MORE:
            return f'[{one} ...]'
        if a.nargs == ONE_OR_MORE:
            return f'{one} [{one} ...]'
        if a.nargs == REMAINDER:
            return '...'
        if a.nargs == PARSER:
            return f'{one} ...'
        if isinstance(a.nargs, int):
            return ' '.join([one] * a.nargs)
        return one
    def _usage_part(self, a):
        if not a.option_strings:
            return self._metavar(a)
        name = ' | '.join(a.option_strings) if isinstance(a, BooleanOptionalAction) else a.option_strings[0]
        return name if a.nargs == 0 else f'{name} {self._metavar(a)}'
    def format_usage(self):
        if self.usage is not None:
            return 'usage: ' + self.usage % {'prog': self.prog} + '\n'
        shown = [a for a in self._actions if a.help is not SUPPRESS]
        options, words, done = [], [], []
        for a in shown:
            if a in done:
                continue
            group = next((g for g in self._exclusive if a in g._own), None)
            if group is not None:
                own = [b for b in group._own if b.help is not SUPPRESS]
                done.extend(own)
                inner = ' | '.join([self._usage_part(b) for b in own])
                options.append(f'({inner})' if group.required else f'[{inner}]')
            elif a.option_strings:
                options.append(self._usage_part(a) if a.required else f'[{self._usage_part(a)}]')
            else:
                words.append(self._usage_part(a))
        text = ' '.join([self.prog] + options + words)
        width = self._width() - 2
        if len('usage: ' + text) <= width:
            return f'usage: {text}\n'
        def lines(lead, parts, pad):
            out, cur = [], lead
            for p in parts:
                if len(cur) + 1 + len(p) > width and cur.strip():
                    out.append(cur)
                    cur = pad[:-1]
                cur += ' ' + p
            return out + [cur]
        lead = 'usage: ' + self.prog
        if len(lead) <= 0.75 * width:
            pad = ' ' * (len(lead) + 1)
            out = lines(lead, options, pad) if options else lines(lead, words, pad)
            if options and words:
                out += lines(pad[:-1], words, pad)
        else:
            pad = ' ' * 7
            out = [lead] + (lines(pad[:-1], options, pad) if options else []) + (lines(pad[:-1], words, pad) if words else [])
        return '\n'.join(out) + '\n'
    def _width(self):
        import shutil
        return shutil.get_terminal_size()[0]
    def _fill(self, text, indent=''):
        text = text % {'prog': self.prog} if '%(' in text else text
        if self.formatter_class.raw:
            return ''.join([indent + l + '\n' for l in text.rstrip('\n').split('\n')])
        return textwrap.fill(' '.join(text.split()), self._width() - 2, initial_indent=indent, subsequent_indent=indent) + '\n'
    def format_help(self):
        out = self.format_usage()
        if self.description:
            out += '\n' + self._fill(self.description)
        grouped = [a for g in self._groups for a in g._own]
        shown = [a for a in self._actions if a.help is not SUPPRESS and a not in grouped]
        sections = []
        titled = self._sub is not None and (self._sub.title or self._sub.description)
        sections.append(('positional arguments', None, [a for a in shown if not a.option_strings and not (titled and a is self._sub)]))
        sections.append(('options', None, [a for a in shown if a.option_strings]))
        if titled:
            sections.append((self._sub.title or 'subcommands', self._sub.description, [self._sub]))
        for g in self._groups:
            sections.append((g.title, g.description, [a for a in g._own if a.help is not SUPPRESS]))
        rows = []
        for title, text, actions in sections:
            rows.append([self._row(a) for a in actions])
        widest = [4 + len(h) + 2 if n else 2 + len(h) + 2 for r in rows for one in r for n, h, _ in one]
        column = min(max(widest + [0]), 24)
        for (title, text, actions), row in zip(sections, rows):
            if not actions and not text:
                continue
            out += f'\n{title}:\n'
            if text:
                out += self._fill(text, '  ') + ('\n' if row else '')
            for one in row:
                for deep, head, help in one:
                    out += self._line(('    ' if deep else '  ') + head, help, column)
        if self.epilog:
            out += '\n' + self._fill(self.epilog)
        return out
    def _row(self, a):
        if not a.option_strings:
            head = self._metavar(a) if a.nargs == PARSER and a.metavar else '{' + ','.join(a.choices) + '}' if a.nargs == PARSER else a.metavar if isinstance(a.metavar, str) else self._metavar(a) if a.choices is not None and a.nargs is None else a.dest
            if a.nargs == PARSER and a.metavar:
                head = a.metavar
        elif a.nargs == 0:
            head = ', '.join(a.option_strings)
        else:
            head = ', '.join([f'{o} {self._metavar(a)}' for o in a.option_strings])
        rows = [(False, head, self._help_text(a))]
        if isinstance(a, _Subparsers):
            rows += [(True, n, h) for n, h in a._helps]
        return rows
    def _help_text(self, a):
        if a.help is None:
            return None
        help = a.help
        if self.formatter_class.defaults and '%(default)' not in help and a.default is not SUPPRESS and (a.option_strings or a.nargs in (OPTIONAL, ZERO_OR_MORE)):
            help += ' (default: %(default)s)'
        values = {k: v for k, v in vars(a).items() if v is not SUPPRESS}
        values['prog'] = self.prog
        if a.choices is not None:
            values['choices'] = ', '.join([str(c) for c in a.choices])
        if a.type is not None:
            values['type'] = getattr(a.type, '__name__', a.type)
        return help % values
    def _line(self, head, help, column):
        if not help:
            return head + '\n'
        width = max(self._width() - 2 - column, 11)
        if self.formatter_class.raw_text:
            lines = help.splitlines()
        else:
            lines = textwrap.wrap(' '.join(help.split()), width) or ['']
        if len(head) <= column - 2:
            out = head.ljust(column) + lines[0] + '\n'
            lines = lines[1:]
        else:
            out = head + '\n'
        return out + ''.join([' ' * column + l + '\n' for l in lines])
    def print_usage(self, file=None):
        (file or sys.stdout).write(self.format_usage())
    def print_help(self, file=None):
        (file or sys.stdout).write(self.format_help())
    def exit(self, status=0, message=None):
        if message:
            sys.stderr.write(message)
        sys.exit(status)
    def error(self, message):
        self.print_usage(sys.stderr)
        self.exit(2, f'{self.prog}: error: {message}\n')
