import threading
class Empty(Exception):
    pass
class Full(Exception):
    pass
class Queue:
    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self.queue = []
        self._cond = threading.Condition()
        self.unfinished_tasks = 0
    def qsize(self):
        return len(self.queue)
    def empty(self):
        return not self.queue
    def full(self):
        return 0 < self.maxsize <= len(self.queue)
    def _put(self, x):
        self.queue.append(x)
    def _get(self):
        return self.queue.pop(0)
    def put(self, item, block=True, timeout=None):
        with self._cond:
            if self.full() and (not block or not self._cond.wait_for(lambda: not self.full(), timeout)):
                raise Full
            self._put(item)
            self.unfinished_tasks += 1
            self._cond.notify_all()
    def get(self, block=True, timeout=None):
        with self._cond:
            if not self.queue and (not block or not self._cond.wait_for(lambda: bool(self.queue), timeout)):
                raise Empty
            x = self._get()
            self._cond.notify_all()
            return x
    def put_nowait(self, item):
        self.put(item, False)
    def get_nowait(self):
        return self.get(False)
    def task_done(self):
        with self._cond:
            if self.unfinished_tasks <= 0:
                raise ValueError('task_done() called too many times')
            self.unfinished_tasks -= 1
            self._cond.notify_all()
    def join(self):
        with self._cond:
            self._cond.wait_for(lambda: not self.unfinished_tasks)
class LifoQueue(Queue):
    def _get(self):
        return self.queue.pop()
class PriorityQueue(Queue):
    def _get(self):
        x = min(self.queue)
        self.queue.remove(x)
        return x
SimpleQueue = Queue
