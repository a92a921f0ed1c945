import os
import time

print("bookshop, version", os.environ.get("VERSION", "2"))
time.sleep(36000)
