import sys

for number, minutes in enumerate(sys.argv[1:]):
    minutes = int(minutes)
    kind = "high" if number % 2 == 0 else "low"
    print(f"{kind} water {minutes // 60:02}:{minutes % 60:02}")
