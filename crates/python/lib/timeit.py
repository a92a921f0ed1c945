# How long a piece of code takes, on the machine's clock.
import time
default_timer = time.perf_counter
def timeit(stmt='pass', setup='pass', timer=default_timer, number=1000000, globals=None):
    space = {} if globals is None else dict(globals)
    if callable(setup):
        setup()
    else:
        exec(setup, space)
    code = stmt if callable(stmt) else compile(stmt, '<timeit-src>', 'exec')
    start = timer()
    for _ in range(number):
        stmt() if code is stmt else exec(code, space)
    return timer() - start
def repeat(stmt='pass', setup='pass', timer=default_timer, repeat=5, number=1000000, globals=None):
    return [timeit(stmt, setup, timer, number, globals) for _ in range(repeat)]
