import threading, queue
q = queue.Queue(); lock = threading.Lock(); total = [0]
def work():
    while (n := q.get()) is not None:
        with lock: total[0] += n
        q.task_done()
ts = [threading.Thread(target=work) for _ in range(3)]
for t in ts: t.start()
for i in range(100): q.put(i)
q.join()
for _ in ts: q.put(None)
for t in ts: t.join()
print(total, threading.current_thread().name, threading.active_count())
