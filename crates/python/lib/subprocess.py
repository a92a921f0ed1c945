# Child processes, on the host's spawn and wait; leaves out preexec_fn, pass_fds and process groups.
import os
import sys
import io
import threading
import time
import signal as _signal
import _host
PIPE, STDOUT, DEVNULL = -1, -2, -3

class SubprocessError(Exception):
    pass
class CalledProcessError(SubprocessError):
    def __init__(self, returncode, cmd, output=None, stderr=None):
        super().__init__(returncode, cmd, output, stderr)
        self.returncode, self.cmd, self.output, self.stderr = returncode, cmd, output, stderr
    def __str__(self):
        if self.returncode and self.returncode < 0:
            try:
                return f'Command {self.cmd!r} died with {_signal.Signals(-self.returncode)!r}.'
            except ValueError:
                return f'Command {self.cmd!r} died with unknown signal {-self.returncode}.'
        return f'Command {self.cmd!r} returned non-zero exit status {self.returncode}.'
    @property
    def stdout(self):
        return self.output
class TimeoutExpired(SubprocessError):
    def __init__(self, cmd, timeout, output=None, stderr=None):
        super().__init__(cmd, timeout, output, stderr)
        self.cmd, self.timeout, self.output, self.stderr = cmd, timeout, output, stderr
    def __str__(self):
        return f"Command '{self.cmd}' timed out after {self.timeout} seconds"
    @property
    def stdout(self):
        return self.output

class CompletedProcess:
    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args, self.returncode, self.stdout, self.stderr = args, returncode, stdout, stderr
    def __repr__(self):
        out = [f'args={self.args!r}', f'returncode={self.returncode!r}']
        if self.stdout is not None:
            out.append(f'stdout={self.stdout!r}')
        if self.stderr is not None:
            out.append(f'stderr={self.stderr!r}')
        return f'CompletedProcess({", ".join(out)})'
    def check_returncode(self):
        if self.returncode:
            raise CalledProcessError(self.returncode, self.args, self.stdout, self.stderr)

def _number(stream, default):
    if stream is None:
        return default
    return stream if isinstance(stream, int) else stream.fileno()

class Popen:
    def __init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None, preexec_fn=None, close_fds=True, shell=False, cwd=None, env=None, universal_newlines=None, startupinfo=None, creationflags=0, restore_signals=True, start_new_session=False, pass_fds=(), *, user=None, group=None, extra_groups=None, encoding=None, errors=None, text=None, umask=-1, pipesize=-1, process_group=None):
        self.args = args
        self.returncode = None
        self._text = bool(text or universal_newlines or encoding or errors)
        if isinstance(args, (str, bytes, os.PathLike)):
            words = [os.fsdecode(args)]
        else:
            words = [os.fsdecode(a) for a in args]
        if shell:
            words = ['/bin/sh', '-c'] + words
        program = os.fsdecode(executable) if executable else words[0]
        if env is not None:
            env = {os.fsdecode(k): os.fsdecode(v) for k, v in env.items()}
        else:
            env = dict(os.environ)
        if cwd is not None:
            cwd = os.fsdecode(cwd)
            if not os.path.isdir(cwd):
                kind = NotADirectoryError(20, 'Not a directory', cwd) if os.path.exists(cwd) else FileNotFoundError(2, 'No such file or directory', cwd)
                raise kind
        streams = (_number(stdin, 0), _number(stdout, 1), _number(stderr, 2))
        try:
            self.pid, i, o, e = _host.spawn(program, words, env, cwd, streams[0], streams[1], streams[2])
        except OSError as error:
            raise type(error)(error.errno, error.strerror, program) from None
        def open(fd, mode):
            if fd is None:
                return None
            f = io.open(fd, mode + 'b')
            return io.TextIOWrapper(f, encoding or 'utf-8', errors, None, mode == 'w' and bufsize == 1) if self._text else f
        self.stdin, self.stdout, self.stderr = open(i, 'w'), open(o, 'r'), open(e, 'r')
    def __repr__(self):
        return f'<Popen: returncode: {self.returncode} args: {self.args!r}>'
    def __enter__(self):
        return self
    def __exit__(self, *a):
        for f in (self.stdout, self.stderr, self.stdin):
            if f:
                f.close()
        self.wait()
    def poll(self):
        if self.returncode is None:
            try:
                pid, status = _host.wait(self.pid, True)
            except ChildProcessError:
                pid, status = self.pid, 0
            if pid:
                self.returncode = status
        return self.returncode
    def wait(self, timeout=None):
        if self.returncode is not None:
            return self.returncode
        if timeout is None:
            try:
                self.returncode = _host.wait(self.pid, False)[1]
            except ChildProcessError:
                self.returncode = 0
            return self.returncode
        end = time.monotonic() + timeout
        pause = 0.0005
        while self.poll() is None:
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutExpired(self.args, timeout)
            pause = min(pause * 2, left, 0.05)
            time.sleep(pause)
        return self.returncode
    def communicate(self, input=None, timeout=None):
        got = {}
        threads = []
        def collect(name, f):
            got[name] = f.read()
        def feed():
            try:
                if input:
                    self.stdin.write(input)
                self.stdin.close()
            except BrokenPipeError:
                pass
        if self.stdin:
            threads.append(threading.Thread(target=feed, daemon=True))
        for name, f in (('out', self.stdout), ('err', self.stderr)):
            if f:
                threads.append(threading.Thread(target=collect, args=(name, f), daemon=True))
        for t in threads:
            t.start()
        end = None if timeout is None else time.monotonic() + timeout
        for t in threads:
            t.join(None if end is None else max(0, end - time.monotonic()))
            if end is not None and t.is_alive():
                raise TimeoutExpired(self.args, timeout, got.get('out'), got.get('err'))
        try:
            self.wait(None if end is None else max(0, end - time.monotonic()))
        except TimeoutExpired:
            raise TimeoutExpired(self.args, timeout, got.get('out'), got.get('err')) from None
        for f in (self.stdout, self.stderr):
            if f:
                f.close()
        return got.get('out'), got.get('err')
    def send_signal(self, sig):
        if self.poll() is None:
            _host.kill(self.pid, int(sig))
    def terminate(self):
        self.send_signal(15)
    def kill(self):
        self.send_signal(9)

def run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs):
    if input is not None:
        if kwargs.get('stdin') is not None:
            raise ValueError('stdin and input arguments may not both be used.')
        kwargs['stdin'] = PIPE
    if capture_output:
        if kwargs.get('stdout') is not None or kwargs.get('stderr') is not None:
            raise ValueError('stdout and stderr arguments may not be used with capture_output.')
        kwargs['stdout'] = kwargs['stderr'] = PIPE
    p = Popen(*popenargs, **kwargs)
    try:
        out, err = p.communicate(input, timeout)
    except TimeoutExpired:
        p.kill()
        p.wait()
        raise
    except BaseException:
        p.kill()
        raise
    if check and p.returncode:
        raise CalledProcessError(p.returncode, p.args, out, err)
    return CompletedProcess(p.args, p.returncode, out, err)
def call(*popenargs, timeout=None, **kwargs):
    p = Popen(*popenargs, **kwargs)
    try:
        return p.wait(timeout)
    except BaseException:
        p.kill()
        raise
def check_call(*popenargs, **kwargs):
    code = call(*popenargs, **kwargs)
    if code:
        raise CalledProcessError(code, kwargs.get('args', popenargs[0] if popenargs else None))
    return 0
def check_output(*popenargs, timeout=None, **kwargs):
    if 'stdout' in kwargs:
        raise ValueError('stdout argument not allowed, it will be overridden.')
    return run(*popenargs, stdout=PIPE, timeout=timeout, check=True, **kwargs).stdout
def getstatusoutput(cmd, *, encoding=None, errors=None):
    p = run(cmd, shell=True, text=True, stdout=PIPE, stderr=STDOUT)
    out = p.stdout
    return p.returncode, out[:-1] if out.endswith('\n') else out
def getoutput(cmd, *, encoding=None, errors=None):
    return getstatusoutput(cmd)[1]
def list2cmdline(seq):
    return ' '.join([f'"{a}"' if ' ' in a or not a else a for a in seq])
