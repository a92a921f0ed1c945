import os, sys
def getuser():
    for n in ('LOGNAME', 'USER', 'LNAME', 'USERNAME'):
        if os.environ.get(n):
            return os.environ[n]
    return 'root'
def getpass(prompt='Password: ', stream=None):
    sys.stderr.write(prompt)
    return sys.stdin.readline().rstrip('\n')
