import sys
import _host
from enum import IntEnum
_p = sys.modules['builtins'].__dict__['__prelude__']
_handlers = _p['_signal_handlers']
class Signals(IntEnum):
    SIGHUP = 1
    SIGINT = 2
    SIGQUIT = 3
    SIGILL = 4
    SIGTRAP = 5
    SIGABRT = 6
    SIGBUS = 7
    SIGFPE = 8
    SIGKILL = 9
    SIGUSR1 = 10
    SIGSEGV = 11
    SIGUSR2 = 12
    SIGPIPE = 13
    SIGALRM = 14
    SIGTERM = 15
    SIGCHLD = 17
    SIGCONT = 18
    SIGSTOP = 19
    SIGTSTP = 20
    SIGTTIN = 21
    SIGTTOU = 22
    SIGURG = 23
    SIGXCPU = 24
    SIGXFSZ = 25
    SIGVTALRM = 26
    SIGPROF = 27
    SIGWINCH = 28
    SIGIO = 29
    SIGPWR = 30
    SIGSYS = 31
for _m in Signals:
    globals()[_m.name] = _m
NSIG = 65
class Handlers(IntEnum):
    SIG_DFL = 0
    SIG_IGN = 1
SIG_DFL, SIG_IGN = Handlers.SIG_DFL, Handlers.SIG_IGN
ITIMER_REAL = 0
_set = {}
def default_int_handler(signum, frame):
    raise KeyboardInterrupt
def _member(n):
    try:
        return Signals(n)
    except ValueError:
        return n
def signal(signalnum, handler):
    n = int(signalnum)
    if not 1 <= n < NSIG:
        raise ValueError('signal number out of range')
    import threading
    if threading.current_thread() is not threading.main_thread():
        raise ValueError('signal only works in main thread of the main interpreter')
    if not callable(handler) and handler not in (SIG_DFL, SIG_IGN):
        raise TypeError('signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object')
    old = getsignal(n)
    if callable(handler):
        _handlers[n] = handler
        _host.sigaction(n, 2)
    else:
        _handlers.pop(n, None)
        _host.sigaction(n, int(handler))
    _set[n] = handler
    return old
def getsignal(signalnum):
    n = int(signalnum)
    if n in _set:
        return _set[n]
    return default_int_handler if n == 2 else SIG_IGN if n == 13 else SIG_DFL
def raise_signal(n):
    _host.kill(_host.getpid(), int(n))
def alarm(seconds):
    return _host.alarm(seconds) // 1000000000
def setitimer(which, seconds, interval=0.0):
    return (_host.alarm(seconds) / 1e9, 0.0)
def pause():
    _host.pause()
def strsignal(n):
    return {1: 'Hangup', 2: 'Interrupt', 3: 'Quit', 9: 'Killed', 11: 'Segmentation fault', 14: 'Alarm clock', 15: 'Terminated'}.get(int(n))
def valid_signals():
    return set(Signals)
def siginterrupt(n, flag):
    pass
def set_wakeup_fd(fd, **kw):
    return -1
def pthread_sigmask(how, mask):
    return set()
SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK = 0, 1, 2
