# Operating system calls, on the host's requests.
import sys
import _host
from os import path

name = 'posix'
linesep = '\n'
sep = '/'
altsep = None
extsep = '.'
pathsep = ':'
curdir = '.'
pardir = '..'
devnull = '/dev/null'
defpath = '/bin:/usr/bin'
error = OSError
O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_NONBLOCK, O_CLOEXEC = 0, 1, 2, 0o100, 0o200, 0o1000, 0o2000, 0o4000, 0o2000000
F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
EX_OK = 0
WNOHANG = 1
P_WAIT, P_NOWAIT = 0, 1


class _Environ(dict):
    def __repr__(self):
        return 'environ(' + repr(dict(self)) + ')'
    def __setitem__(self, k, v):
        if not isinstance(k, str):
            raise TypeError(f'str expected, not {type(k).__name__}')
        if not isinstance(v, str):
            raise TypeError(f'str expected, not {type(v).__name__}')
        dict.__setitem__(self, k, v)
    def copy(self):
        return dict(self)

environ = _Environ(sys.modules['builtins'].__dict__['__environ__']())
environb = {}

def getenv(key, default=None):
    return environ.get(key, default)
def putenv(k, v):
    environ[k] = v
def unsetenv(k):
    environ.pop(k, None)

def fspath(p):
    if isinstance(p, (str, bytes)):
        return p
    f = getattr(type(p), '__fspath__', None)
    if f is None:
        raise TypeError(f'expected str, bytes or os.PathLike object, not {type(p).__name__}')
    return f(p)
def fsencode(p):
    p = fspath(p)
    return p.encode() if isinstance(p, str) else p
def fsdecode(p):
    p = fspath(p)
    return p.decode() if isinstance(p, bytes) else p

class PathLike:
    def __fspath__(self):
        raise NotImplementedError
    @classmethod
    def __class_getitem__(cls, item):
        return cls

class stat_result:
    def __init__(self, t):
        (self.st_mode, self.st_ino, self.st_dev, self.st_nlink, self.st_uid, self.st_gid, self.st_size,
         self.st_atime_ns, self.st_mtime_ns, self.st_ctime_ns) = t
        self.st_atime = self.st_atime_ns / 1e9
        self.st_mtime = self.st_mtime_ns / 1e9
        self.st_ctime = self.st_ctime_ns / 1e9
        self.st_blksize = 4096
        self.st_blocks = (self.st_size + 511) // 512
        self.st_rdev = 0
    def __getitem__(self, i):
        return (self.st_mode, self.st_ino, self.st_dev, self.st_nlink, self.st_uid, self.st_gid, self.st_size,
                int(self.st_atime), int(self.st_mtime), int(self.st_ctime))[i]
    def __repr__(self):
        return (f'os.stat_result(st_mode={self.st_mode}, st_ino={self.st_ino}, st_dev={self.st_dev}, st_nlink={self.st_nlink}, st_uid={self.st_uid}, '
                f'st_gid={self.st_gid}, st_size={self.st_size}, st_atime={int(self.st_atime)}, st_mtime={int(self.st_mtime)}, st_ctime={int(self.st_ctime)})')

def stat(path, *, dir_fd=None, follow_symlinks=True):
    if isinstance(path, int):
        return fstat(path)
    return stat_result(_host.stat(fspath(path), follow_symlinks))
def lstat(path):
    return stat_result(_host.stat(fspath(path), False))
def fstat(fd):
    return stat_result(_host.fstat(fd))
def open(path, flags, mode=0o777, *, dir_fd=None):
    return _host.open(fspath(path), flags | O_CLOEXEC, mode)
def read(fd, n):
    return _host.read(fd, n)
def write(fd, data):
    return _host.write(fd, data)
def close(fd):
    _host.close(fd)
def fdopen(fd, *args, **kw):
    import io
    return io.open(fd, *args, **kw)
def lseek(fd, pos, how):
    return _host.lseek(fd, pos, how)
def dup(fd):
    return _host.dup(fd)
def dup2(fd, fd2, inheritable=True):
    return _host.dup(fd, fd2)
def pipe():
    return _host.pipe()
def isatty(fd):
    return bool(_host.isatty(fd))
def fsync(fd):
    _host.fsync(fd if isinstance(fd, int) else fd.fileno())
def ftruncate(fd, n):
    _host.ftruncate(fd, n)
def truncate(path, n):
    fd = open(path, O_WRONLY)
    try:
        _host.ftruncate(fd, n)
    finally:
        close(fd)
def set_inheritable(fd, v):
    pass
def get_inheritable(fd):
    return False
def set_blocking(fd, v):
    pass

def listdir(path='.'):
    return _host.listdir(fspath(path))

class DirEntry:
    def __init__(self, directory, name):
        self.name = name
        self.path = path.join(directory, name)
    def is_dir(self, *, follow_symlinks=True):
        return path.isdir(self.path)
    def is_file(self, *, follow_symlinks=True):
        return path.isfile(self.path)
    def is_symlink(self):
        return path.islink(self.path)
    def stat(self, *, follow_symlinks=True):
        return stat(self.path, follow_symlinks=follow_symlinks)
    def inode(self):
        return self.stat().st_ino
    def __fspath__(self):
        return self.path
    def __repr__(self):
        return f'<DirEntry {self.name!r}>'

class _Scan:
    def __init__(self, items):
        self._it = iter(items)
    def __iter__(self):
        return self
    def __next__(self):
        return next(self._it)
    def __enter__(self):
        return self
    def __exit__(self, *a):
        pass
    def close(self):
        pass

def scandir(path='.'):
    path = fspath(path)
    return _Scan([DirEntry(path, n) for n in _host.listdir(path)])

def walk(top, topdown=True, onerror=None, followlinks=False):
    top = fspath(top)
    try:
        names = _host.listdir(top)
    except OSError as e:
        if onerror is not None:
            onerror(e)
        return
    dirs = [n for n in names if path.isdir(path.join(top, n))]
    files = [n for n in names if n not in dirs]
    if topdown:
        yield top, dirs, files
    for d in dirs:
        p = path.join(top, d)
        if followlinks or not path.islink(p):
            yield from walk(p, topdown, onerror, followlinks)
    if not topdown:
        yield top, dirs, files

def mkdir(path, mode=0o777, *, dir_fd=None):
    _host.mkdir(fspath(path), mode)
def makedirs(name, mode=0o777, exist_ok=False):
    name = fspath(name)
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        try:
            makedirs(head, exist_ok=exist_ok)
        except FileExistsError:
            pass
        if tail == curdir:
            return
    try:
        mkdir(name, mode)
    except OSError:
        if not exist_ok or not path.isdir(name):
            raise
def rmdir(path, *, dir_fd=None):
    _host.rmdir(fspath(path))
def removedirs(name):
    rmdir(name)
    head = path.dirname(name)
    while head:
        try:
            rmdir(head)
        except OSError:
            break
        head = path.dirname(head)
def remove(path, *, dir_fd=None):
    _host.unlink(fspath(path))
unlink = remove
def rename(src, dst):
    _host.rename(fspath(src), fspath(dst))
replace = rename
def renames(old, new):
    head = path.dirname(new)
    if head and not path.exists(head):
        makedirs(head)
    rename(old, new)
def link(src, dst):
    _host.link(fspath(src), fspath(dst))
def symlink(src, dst, target_is_directory=False):
    _host.symlink(fspath(src), fspath(dst))
def readlink(path):
    return _host.readlink(fspath(path))
def chmod(path, mode, *, follow_symlinks=True):
    _host.chmod(fspath(path), mode)
def chown(path, uid, gid, *, follow_symlinks=True):
    _host.chown(fspath(path), uid, gid)
def utime(path, times=None, *, ns=None):
    if ns is None:
        if times is None:
            now = _host.realtime()
            ns = (now, now)
        else:
            ns = (int(times[0] * 1e9), int(times[1] * 1e9))
    _host.utime(fspath(path), ns[0], ns[1])
def access(path, mode, **kw):
    try:
        _host.access(fspath(path), mode)
        return True
    except OSError:
        return False
def getcwd():
    return _host.getcwd()
def getcwdb():
    return _host.getcwd().encode()
def chdir(path):
    _host.chdir(fspath(path))
def umask(m):
    return _host.umask(m)
def getpid():
    return _host.getpid()
def getppid():
    return _host.getppid()
def getuid():
    return _host.getuid()
def getgid():
    return _host.getgid()
def geteuid():
    return _host.geteuid()
def getegid():
    return _host.getgid()
def getgroups():
    return [_host.getgid()]
def getlogin():
    raise OSError(25, 'Inappropriate ioctl for device')
def getpgid(pid):
    return pid
def getpgrp():
    return getpid()
def getloadavg():
    return (0.0, 0.0, 0.0)
def setsid():
    pass
def kill(pid, sig):
    _host.kill(pid, int(sig))
def killpg(pid, sig):
    _host.kill(-pid, int(sig))
def urandom(n):
    return _host.urandom(n)
def getrandom(n, flags=0):
    return _host.urandom(n)
def cpu_count():
    return 2
def sched_getaffinity(pid):
    return {0, 1}
def strerror(n):
    return _host.strerror(n)
def _exit(status):
    sys.modules['builtins'].__dict__['__hard_exit__'](status)
def abort():
    _host.kill(getpid(), 6)

class uname_result(tuple):
    sysname = property(lambda s: s[0])
    nodename = property(lambda s: s[1])
    release = property(lambda s: s[2])
    version = property(lambda s: s[3])
    machine = property(lambda s: s[4])
    def __repr__(self):
        return "posix.uname_result(sysname=%r, nodename=%r, release=%r, version=%r, machine=%r)" % tuple(self)
def uname():
    return uname_result(('Linux', _host.hostname(), '6.1.0', '#1 SMP PREEMPT_DYNAMIC', 'x86_64'))

class terminal_size(tuple):
    columns = property(lambda s: s[0])
    lines = property(lambda s: s[1])
    def __repr__(self):
        return f'os.terminal_size(columns={self[0]}, lines={self[1]})'
def get_terminal_size(fd=1):
    return terminal_size(_host.terminal_size(fd))

def execv(path, args):
    _host.exec(path, list(args), None)
def execve(path, args, env):
    _host.exec(path, list(args), dict(env))
def _exec_path(file, args, env):
    sys.stdout.flush()
    if '/' in file:
        _host.exec(file, list(args), env)
    for d in environ.get('PATH', defpath).split(':'):
        p = path.join(d, file)
        if path.exists(p):
            _host.exec(p, list(args), env)
    raise FileNotFoundError(2, 'No such file or directory', file)
def execvp(file, args):
    _exec_path(file, args, None)
def execvpe(file, args, env):
    _exec_path(file, args, dict(env))
def execl(file, *args):
    execv(file, args)
def execlp(file, *args):
    execvp(file, args)

def system(command):
    sys.stdout.flush()
    pid = _host.spawn('/bin/sh', ['sh', '-c', command], None, None, 0, 1, 2)[0]
    status = _host.wait(pid, False)[1]
    return -status if status < 0 else status << 8
def waitpid(pid, options):
    pid, status = _host.wait(pid, bool(options & WNOHANG))
    return pid, (-status if status < 0 else status << 8)
def wait():
    return waitpid(-1, 0)
def WIFEXITED(s):
    return s & 127 == 0
def WEXITSTATUS(s):
    return s >> 8 & 255
def WIFSIGNALED(s):
    return s & 127 != 0
def WTERMSIG(s):
    return s & 127
def waitstatus_to_exitcode(s):
    return s >> 8 if s & 127 == 0 else -(s & 127)
def fork():
    raise OSError(38, 'drydock: os.fork is not simulated')
def popen(cmd, mode='r', buffering=-1):
    import subprocess
    if mode == 'r':
        p = subprocess.Popen(cmd, shell=True, stdout=subprocess.PIPE, text=True)
        return _Popen(p.stdout, p)
    p = subprocess.Popen(cmd, shell=True, stdin=subprocess.PIPE, text=True)
    return _Popen(p.stdin, p)
class _Popen:
    def __init__(self, stream, proc):
        self._stream = stream
        self._proc = proc
    def close(self):
        self._stream.close()
        code = self._proc.wait()
        return None if code == 0 else code << 8
    def __enter__(self):
        return self
    def __exit__(self, *a):
        self.close()
    def __getattr__(self, name):
        return getattr(self._stream, name)
    def __iter__(self):
        return iter(self._stream)
def get_exec_path(env=None):
    return (env or environ).get('PATH', defpath).split(':')
def cpu_times():
    return 0
def times():
    t = _host.cpu_time() / 1e9
    return (t, 0.0, 0.0, 0.0, _host.monotonic() / 1e9)
def statvfs(p):
    raise OSError(38, 'drydock: os.statvfs is not simulated')
supports_follow_symlinks = set()
supports_fd = set()
supports_dir_fd = set()
