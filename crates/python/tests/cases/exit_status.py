import sys, atexit
atexit.register(print, 'bye')
sys.exit('went wrong')
