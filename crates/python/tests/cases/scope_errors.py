def f():
    print(x)
    x = 1
try: f()
except UnboundLocalError as e: print(e)
try: undefined_name
except NameError as e: print(e)
try: 'a' + 1
except TypeError as e: print(e)
try: None.foo
except AttributeError as e: print(e)
try: int('z')
except ValueError as e: print(e)
try: f(1)
except TypeError as e: print(e)
