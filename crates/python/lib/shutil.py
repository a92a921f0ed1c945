# Copying, moving, removing and finding files; archives are left out.
import os
import stat
import fnmatch
import collections
class Error(OSError):
    pass
class SameFileError(Error):
    pass
class SpecialFileError(OSError):
    pass
class ReadError(OSError):
    pass
_Usage = collections.namedtuple('usage', 'total used free')
_Usage.__module__ = 'shutil'
def copyfileobj(fsrc, fdst, length=65536):
    while True:
        data = fsrc.read(length)
        if not data:
            break
        fdst.write(data)
def _same(a, b):
    return os.path.exists(b) and os.path.realpath(a) == os.path.realpath(b)
def copyfile(src, dst, *, follow_symlinks=True):
    if _same(src, dst):
        raise SameFileError(f'{src!r} and {dst!r} are the same file')
    if not follow_symlinks and os.path.islink(src):
        os.symlink(os.readlink(src), dst)
        return dst
    with open(src, 'rb') as f:
        with open(dst, 'wb') as t:
            copyfileobj(f, t)
    return dst
def copymode(src, dst, *, follow_symlinks=True):
    os.chmod(dst, stat.S_IMODE(os.stat(src).st_mode))
def copystat(src, dst, *, follow_symlinks=True):
    st = os.stat(src)
    os.utime(dst, ns=(st.st_atime_ns, st.st_mtime_ns))
    os.chmod(dst, stat.S_IMODE(st.st_mode))
def _into(src, dst):
    return os.path.join(dst, os.path.basename(src)) if os.path.isdir(dst) else dst
def copy(src, dst, *, follow_symlinks=True):
    dst = _into(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copymode(src, dst)
    return dst
def copy2(src, dst, *, follow_symlinks=True):
    dst = _into(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copystat(src, dst)
    return dst
def ignore_patterns(*patterns):
    def ignore(path, names):
        return {n for n in names for p in patterns if fnmatch.fnmatch(n, p)}
    return ignore
def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2, ignore_dangling_symlinks=False, dirs_exist_ok=False):
    names = os.listdir(src)
    skipped = ignore(os.fspath(src), names) if ignore else ()
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    for name in names:
        if name in skipped:
            continue
        a, b = os.path.join(src, name), os.path.join(dst, name)
        if symlinks and os.path.islink(a):
            os.symlink(os.readlink(a), b)
        elif os.path.isdir(a):
            copytree(a, b, symlinks, ignore, copy_function, ignore_dangling_symlinks, dirs_exist_ok)
        else:
            copy_function(a, b)
    copystat(src, dst)
    return dst
def rmtree(path, ignore_errors=False, onerror=None, *, onexc=None, dir_fd=None):
    def failed(what, where, e):
        if onexc is not None:
            onexc(what, where, e)
        elif onerror is not None:
            onerror(what, where, (type(e), e, e.__traceback__))
        elif not ignore_errors:
            raise e
    try:
        if os.path.islink(path):
            raise OSError('Cannot call rmtree on a symbolic link')
        entries = os.listdir(path)
    except OSError as e:
        return failed(os.listdir, path, e)
    for name in entries:
        p = os.path.join(path, name)
        if os.path.isdir(p) and not os.path.islink(p):
            rmtree(p, ignore_errors, onerror, onexc=onexc)
        else:
            try:
                os.unlink(p)
            except OSError as e:
                failed(os.unlink, p, e)
    try:
        os.rmdir(path)
    except OSError as e:
        failed(os.rmdir, path, e)
def move(src, dst, copy_function=copy2):
    target = dst
    if os.path.isdir(dst):
        target = os.path.join(dst, os.path.basename(os.fspath(src).rstrip('/')))
        if os.path.exists(target):
            raise Error(f"Destination path '{target}' already exists")
    try:
        os.rename(src, target)
    except OSError:
        if os.path.islink(src):
            os.symlink(os.readlink(src), target)
            os.unlink(src)
        elif os.path.isdir(src):
            copytree(src, target, symlinks=True, copy_function=copy_function)
            rmtree(src)
        else:
            copy_function(src, target)
            os.unlink(src)
    return target
def which(cmd, mode=os.F_OK | os.X_OK, path=None):
    def fits(p):
        return os.path.exists(p) and os.access(p, mode) and not os.path.isdir(p)
    if os.path.dirname(cmd):
        return cmd if fits(cmd) else None
    for d in (path if path is not None else os.environ.get('PATH', os.defpath)).split(':'):
        p = os.path.join(d, cmd)
        if d and fits(p):
            return p
    return None
def chown(path, user=None, group=None):
    os.chown(path, -1 if user is None else user, -1 if group is None else group)
def disk_usage(path):
    raise OSError(38, 'drydock: shutil.disk_usage is not simulated')
def get_terminal_size(fallback=(80, 24)):
    columns, lines = int(os.environ.get('COLUMNS') or 0), int(os.environ.get('LINES') or 0)
    if not columns or not lines:
        try:
            size = os.get_terminal_size(1)
        except OSError:
            size = fallback
        columns, lines = columns or size[0], lines or size[1]
    return os.terminal_size((columns, lines))
def make_archive(*a, **k):
    raise NotImplementedError('drydock: shutil.make_archive is not simulated')
def unpack_archive(*a, **k):
    raise NotImplementedError('drydock: shutil.unpack_archive is not simulated')
