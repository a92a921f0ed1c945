import shlex
print(shlex.split("a 'b c' \"d \\\" e\" f\\ g ''"), shlex.quote("it's"), shlex.quote('safe-1.txt'), shlex.join(['a b', 'c']))
try:
    shlex.split("'open")
except ValueError as e:
    print(e)
