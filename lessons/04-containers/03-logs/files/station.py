import itertools
import time

for hour in itertools.count():
    print(f"Bergen, hour {hour}: {8 + hour % 5} degrees")
    time.sleep(1)
