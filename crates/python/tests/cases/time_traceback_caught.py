import time, traceback
try:
    time.sleep('x')
except TypeError as e:
    print(e)
