import os
import time

while True:
    # The first sailor (a shell) sends out a second one (sleep) and goes home without waiting.
    os.system("(sleep 1 &)")
    time.sleep(3)
