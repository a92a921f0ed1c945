# Temporary files and directories, named by the system's chance.
import os
import io
import shutil
import _host
tempdir = None
template = 'tmp'
TMP_MAX = 10000
_letters = 'abcdefghijklmnopqrstuvwxyz0123456789_'
def gettempdir():
    global tempdir
    if tempdir is None:
        for d in [os.environ.get(n) for n in ('TMPDIR', 'TEMP', 'TMP')] + ['/tmp', '/var/tmp', '/usr/tmp', os.getcwd()]:
            if d and os.path.isdir(d):
                tempdir = os.path.abspath(d)
                break
        else:
            raise FileNotFoundError(2, 'No usable temporary directory found')
    return tempdir
def gettempprefix():
    return template
def _name():
    return ''.join([_letters[b % 37] for b in _host.urandom(8)])
def _path(suffix, prefix, dir):
    return os.path.join(dir if dir is not None else gettempdir(), (template if prefix is None else prefix) + _name() + (suffix or ''))
def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    while True:
        path = os.path.abspath(_path(suffix, prefix, dir))
        try:
            return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), path
        except FileExistsError:
            continue
def mkdtemp(suffix=None, prefix=None, dir=None):
    while True:
        path = os.path.abspath(_path(suffix, prefix, dir))
        try:
            os.mkdir(path, 0o700)
            return path
        except FileExistsError:
            continue
def mktemp(suffix='', prefix=template, dir=None):
    return _path(suffix, prefix, dir)
class _Wrapper:
    def __init__(self, file, name, delete):
        self.file, self.name, self.delete = file, name, delete
    def __getattr__(self, n):
        return getattr(self.__dict__['file'], n)
    def __enter__(self):
        return self
    def __exit__(self, *a):
        self.close()
    def __iter__(self):
        return iter(self.file)
    def close(self):
        if not self.file.closed:
            self.file.close()
            if self.delete:
                try:
                    os.unlink(self.name)
                except FileNotFoundError:
                    pass
def NamedTemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, delete=True, *, errors=None, delete_on_close=True):
    fd, name = mkstemp(suffix, prefix, dir)
    return _Wrapper(io.open(fd, mode, buffering, encoding=encoding, errors=errors, newline=newline), name, delete)
def TemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, *, errors=None):
    fd, name = mkstemp(suffix, prefix, dir)
    os.unlink(name)
    return io.open(fd, mode, buffering, encoding=encoding, errors=errors, newline=newline)
class SpooledTemporaryFile(_Wrapper):
    def __init__(self, max_size=0, mode='w+b', **kw):
        super().__init__(io.BytesIO() if 'b' in mode else io.StringIO(), None, False)
class TemporaryDirectory:
    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *, delete=True):
        self.name = mkdtemp(suffix, prefix, dir)
        self._delete = delete
    def __repr__(self):
        return f'<TemporaryDirectory {self.name!r}>'
    def __enter__(self):
        return self.name
    def __exit__(self, *a):
        if self._delete:
            self.cleanup()
    def cleanup(self):
        shutil.rmtree(self.name, ignore_errors=True)
