# What the machine is called.
import os
import sys
def system(): return 'Linux'
def node(): return os.uname().nodename
def release(): return os.uname().release
def version(): return os.uname().version
def machine(): return 'x86_64'
def processor(): return ''
def python_version(): return sys.version.split()[0]
def python_version_tuple(): return tuple(python_version().split('.'))
def python_implementation(): return 'CPython'
def python_compiler(): return 'GCC 14.2.0'
def architecture(*a): return ('64bit', 'ELF')
def platform(*a, **k): return f'Linux-{release()}-x86_64-with-glibc2.36'
def uname(): return os.uname()
def libc_ver(): return ('glibc', '2.36')
