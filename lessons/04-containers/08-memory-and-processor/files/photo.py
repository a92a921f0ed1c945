"""Develops pictures: photo.py COUNT SECONDS, one MiB for each picture; keeps them for some seconds."""

import sys
import time

count, seconds = int(sys.argv[1]), int(sys.argv[2])
pictures = []
for number in range(1, count + 1):
    pictures.append(bytearray(1024 * 1024))
    print("picture", number, flush=True)
time.sleep(seconds)
