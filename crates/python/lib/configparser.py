# INI files.
import re
DEFAULTSECT = 'DEFAULT'
class Error(Exception):
    pass
class NoSectionError(Error):
    def __init__(self, section):
        super().__init__(f'No section: {section!r}')
class NoOptionError(Error):
    def __init__(self, option, section):
        super().__init__(f'No option {option!r} in section: {section!r}')
class DuplicateSectionError(Error):
    def __init__(self, section):
        super().__init__(f'Section {section!r} already exists')
class MissingSectionHeaderError(Error):
    def __init__(self, filename, lineno, line):
        super().__init__(f'File contains no section headers.\nfile: {filename!r}, line: {lineno}\n{line!r}')
_none = object()
class SectionProxy:
    def __init__(self, parser, name):
        self._parser, self.name = parser, name
    def __getitem__(self, k):
        if not self._parser.has_option(self.name, k):
            raise KeyError(k)
        return self._parser.get(self.name, k)
    def __setitem__(self, k, v):
        self._parser.set(self.name, k, v)
    def __delitem__(self, k):
        self._parser.remove_option(self.name, k)
    def __contains__(self, k):
        return self._parser.has_option(self.name, k)
    def __iter__(self):
        return iter(self.keys())
    def __len__(self):
        return len(self.keys())
    def __repr__(self):
        return f'<Section: {self.name}>'
    def keys(self):
        return self._parser._options(self.name)
    def items(self):
        return [(k, self[k]) for k in self.keys()]
    def values(self):
        return [self[k] for k in self.keys()]
    def get(self, k, fallback=None, **kw):
        return self._parser.get(self.name, k, fallback=fallback)
    def getint(self, k, fallback=None):
        return self._parser.getint(self.name, k, fallback=fallback)
    def getfloat(self, k, fallback=None):
        return self._parser.getfloat(self.name, k, fallback=fallback)
    def getboolean(self, k, fallback=None):
        return self._parser.getboolean(self.name, k, fallback=fallback)
class RawConfigParser:
    BOOLEAN_STATES = {'1': True, 'yes': True, 'true': True, 'on': True, '0': False, 'no': False, 'false': False, 'off': False}
    _interpolates = False
    def __init__(self, defaults=None, dict_type=dict, allow_no_value=False, *, interpolation=_none, **kw):
        self._sections, self._defaults, self._bare = {}, {}, allow_no_value
        if interpolation is None:
            self._interpolates = False
        for k, v in (defaults or {}).items():
            self._defaults[self.optionxform(k)] = str(v)
    def optionxform(self, s):
        return s.lower()
    def defaults(self):
        return self._defaults
    def sections(self):
        return list(self._sections)
    def add_section(self, name):
        if name in self._sections:
            raise DuplicateSectionError(name)
        self._sections[name] = {}
    def has_section(self, name):
        return name in self._sections
    def _options(self, name):
        if name == DEFAULTSECT:
            return list(self._defaults)
        if name not in self._sections:
            raise NoSectionError(name)
        return list(dict.fromkeys([*self._sections[name], *self._defaults]))
    options = _options
    def has_option(self, name, option):
        return (name == DEFAULTSECT or name in self._sections) and self.optionxform(option) in self._options(name)
    def get(self, name, option, *, raw=False, vars=None, fallback=_none):
        own = self._defaults if name == DEFAULTSECT else self._sections.get(name)
        key = self.optionxform(option)
        if own is None:
            if fallback is not _none:
                return fallback
            raise NoSectionError(name)
        if key in own:
            value = own[key]
        elif key in self._defaults:
            value = self._defaults[key]
        elif fallback is not _none:
            return fallback
        else:
            raise NoOptionError(option, name)
        if self._interpolates and not raw and value is not None:
            for _ in range(10):
                new = re.sub(r'%\(([^)]+)\)s', lambda m: self.get(name, m.group(1), raw=True), value)
                if new == value:
                    break
                value = new
            value = value.replace('%%', '%')
        return value
    def _as(self, convert, name, option, fallback):
        if fallback is not _none and not self.has_option(name, option):
            return fallback
        return convert(self.get(name, option))
    def getint(self, name, option, *, fallback=_none, **kw):
        return self._as(int, name, option, fallback)
    def getfloat(self, name, option, *, fallback=_none, **kw):
        return self._as(float, name, option, fallback)
    def getboolean(self, name, option, *, fallback=_none, **kw):
        def convert(v):
            if v.lower() not in self.BOOLEAN_STATES:
                raise ValueError(f'Not a boolean: {v}')
            return self.BOOLEAN_STATES[v.lower()]
        return self._as(convert, name, option, fallback)
    def set(self, name, option, value=None):
        own = self._defaults if name == DEFAULTSECT else self._sections.get(name)
        if own is None:
            raise NoSectionError(name)
        if not isinstance(value, str) and not (value is None and self._bare):
            raise TypeError('option values must be strings')
        own[self.optionxform(option)] = value
    def items(self, name=_none, raw=False, vars=None):
        if name is _none:
            return [(n, self[n]) for n in self]
        return [(k, self.get(name, k)) for k in self._options(name)]
    def remove_section(self, name):
        return self._sections.pop(name, None) is not None
    def remove_option(self, name, option):
        return self._sections[name].pop(self.optionxform(option), None) is not None
    def __getitem__(self, name):
        if name != DEFAULTSECT and name not in self._sections:
            raise KeyError(name)
        return SectionProxy(self, name)
    def __setitem__(self, name, values):
        own = self._defaults if name == DEFAULTSECT else self._sections.setdefault(name, {})
        own.clear()
        for k, v in values.items():
            own[self.optionxform(k)] = str(v)
    def __contains__(self, name):
        return name == DEFAULTSECT or name in self._sections
    def __iter__(self):
        return iter([DEFAULTSECT, *self._sections])
    def __len__(self):
        return len(self._sections) + 1
    def read(self, files, encoding=None):
        done = []
        for f in [files] if isinstance(files, str) or hasattr(files, '__fspath__') else files:
            try:
                with open(f) as fp:
                    self._read(fp, str(f))
            except OSError:
                continue
            done.append(f)
        return done
    def read_file(self, f, source=None):
        self._read(f, source or getattr(f, 'name', '<???>'))
    def read_string(self, s, source='<string>'):
        self._read(s.splitlines(True), source)
    def read_dict(self, d, source='<dict>'):
        for name, values in d.items():
            if name != DEFAULTSECT:
                self._sections.setdefault(name, {})
            for k, v in values.items():
                self.set(name, k, str(v))
    def _read(self, lines, source):
        own, key = None, None
        for n, line in enumerate(lines, 1):
            text = line.strip()
            if not text or text[0] in '#;':
                continue
            if line[0].isspace() and own is not None and key is not None:
                own[key] += '\n' + text
                continue
            if text.startswith('['):
                name = text[1:text.index(']')]
                own = self._defaults if name == DEFAULTSECT else self._sections.setdefault(name, {})
                key = None
                continue
            if own is None:
                raise MissingSectionHeaderError(source, n, line)
            m = re.match(r'(.*?)\s*(?:[=:]\s*(.*))?$', text)
            key = self.optionxform(m.group(1))
            own[key] = m.group(2)
    def write(self, f, space_around_delimiters=True):
        eq = ' = ' if space_around_delimiters else '='
        for name, own in [(DEFAULTSECT, self._defaults)] * bool(self._defaults) + list(self._sections.items()):
            f.write(f'[{name}]\n')
            for k, v in own.items():
                f.write(k + ('' if v is None else eq + str(v).replace('\n', '\n\t')) + '\n')
            f.write('\n')
class ConfigParser(RawConfigParser):
    _interpolates = True
SafeConfigParser = ConfigParser
