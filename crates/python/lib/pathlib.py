import os
class PurePath:
    def __init__(self, *parts):
        p = os.path.join(*[os.fspath(x) for x in parts]) if parts else '.'
        lead = '/' if p.startswith('/') else ''
        self._p = lead + '/'.join([c for c in p.split('/') if c and c != '.']) or '.'
    def __fspath__(self):
        return self._p
    __str__ = as_posix = __fspath__
    def __repr__(self):
        return f'PosixPath({self._p!r})'
    def __truediv__(self, o):
        return type(self)(self._p, o)
    def __rtruediv__(self, o):
        return type(self)(o, self._p)
    joinpath = lambda self, *a: type(self)(self._p, *a)
    def __eq__(self, o):
        return isinstance(o, PurePath) and self._p == o._p
    def __hash__(self):
        return hash(self._p)
    def __lt__(self, o):
        return self.parts < o.parts
    name = property(lambda s: '' if s._p in ('/', '.') else os.path.basename(s._p))
    parent = property(lambda s: type(s)(os.path.dirname(s._p) or '.'))
    suffix = property(lambda s: os.path.splitext(s.name)[1])
    stem = property(lambda s: os.path.splitext(s.name)[0])
    parts = property(lambda s: (('/',) if s._p.startswith('/') else ()) + tuple([c for c in s._p.split('/') if c and c != '.']))
    @property
    def parents(self):
        out = []
        p = self
        while p.parent != p:
            p = p.parent
            out.append(p)
        return out
    def match(self, pattern):
        import fnmatch
        return fnmatch.fnmatch(self.name if '/' not in pattern else self._p, pattern)
    suffixes = property(lambda s: ['.' + x for x in s.name.lstrip('.').split('.')[1:]])
    def is_absolute(self):
        return self._p.startswith('/')
    def with_suffix(self, s):
        return self.parent / (self.stem + s)
    def with_name(self, n):
        return self.parent / n
    def relative_to(self, o):
        o = str(o).rstrip('/') + '/'
        if not (self._p + '/').startswith(o):
            raise ValueError(f'{self._p!r} is not in the subpath of {o[:-1]!r}')
        return type(self)(self._p[len(o):] or '.')
PurePosixPath = PurePath
class Path(PurePath):
    @classmethod
    def cwd(cls):
        return cls(os.getcwd())
    @classmethod
    def home(cls):
        return cls(os.path.expanduser('~'))
    def exists(self): return os.path.exists(self._p)
    def is_file(self): return os.path.isfile(self._p)
    def is_dir(self): return os.path.isdir(self._p)
    def stat(self): return os.stat(self._p)
    def open(self, mode='r', *a, **k): return open(self._p, mode, *a, **k)
    def read_text(self, encoding=None, errors=None):
        with open(self._p, encoding=encoding) as f:
            return f.read()
    def read_bytes(self):
        with open(self._p, 'rb') as f:
            return f.read()
    def write_text(self, data, encoding=None, errors=None, newline=None):
        with open(self._p, 'w', encoding=encoding) as f:
            return f.write(data)
    def write_bytes(self, data):
        with open(self._p, 'wb') as f:
            return f.write(data)
    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        if parents:
            return os.makedirs(self._p, mode, exist_ok)
        try:
            os.mkdir(self._p, mode)
        except FileExistsError:
            if not exist_ok:
                raise
    def unlink(self, missing_ok=False):
        try:
            os.unlink(self._p)
        except FileNotFoundError:
            if not missing_ok:
                raise
    def rmdir(self): os.rmdir(self._p)
    def touch(self, mode=0o666, exist_ok=True): open(self._p, 'a').close()
    def rename(self, t):
        os.rename(self._p, t)
        return type(self)(t)
    def resolve(self, strict=False): return type(self)(os.path.realpath(self._p))
    def absolute(self): return type(self)(os.path.abspath(self._p))
    def iterdir(self): return iter([self / n for n in os.listdir(self._p)])
    def glob(self, pattern):
        import glob
        return (self / n for n in glob.glob(pattern, root_dir=self._p, recursive=True, include_hidden=True))
    def rglob(self, pattern): return self.glob('**/' + pattern)
    def replace(self, t): return self.rename(t)
    def chmod(self, mode): os.chmod(self._p, mode)
    def is_symlink(self): return os.path.islink(self._p)
    def symlink_to(self, t): os.symlink(t, self._p)
    def readlink(self): return type(self)(os.readlink(self._p))
    def expanduser(self): return type(self)(os.path.expanduser(self._p))
    def samefile(self, o): return os.path.realpath(self._p) == os.path.realpath(o)
PosixPath = Path
