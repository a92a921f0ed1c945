import signal
import sys
import time


def put_out(number, frame):
    print("the light is out")
    sys.exit(0)


signal.signal(signal.SIGINT, put_out)
print("the light is on")
while True:
    time.sleep(1)
