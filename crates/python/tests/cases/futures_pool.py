from concurrent.futures import ThreadPoolExecutor, as_completed
import time
with ThreadPoolExecutor(max_workers=2) as ex:
    print(list(ex.map(lambda x: x * x, range(5))))
    f = ex.submit(pow, 2, 5)
    print(f.result(), f.done())
    g = ex.submit(int, 'x')
    try:
        g.result()
    except ValueError as e:
        print(e)
    def nap(t):
        time.sleep(t)
        return t
    print([f.result() for f in as_completed([ex.submit(nap, 0.05), ex.submit(nap, 0.01)])])
