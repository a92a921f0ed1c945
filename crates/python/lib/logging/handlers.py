import logging
import os
class RotatingFileHandler(logging.FileHandler):
    def __init__(self, filename, mode='a', maxBytes=0, backupCount=0, encoding=None, delay=False, errors=None):
        super().__init__(filename, mode, encoding, delay)
        self.maxBytes = maxBytes
        self.backupCount = backupCount
    def emit(self, record):
        if self.maxBytes and self.stream and self.stream.tell() + len(self.format(record)) >= self.maxBytes:
            self.doRollover()
        super().emit(record)
    def doRollover(self):
        self.stream.close()
        for i in range(self.backupCount - 1, 0, -1):
            if os.path.exists(f'{self.baseFilename}.{i}'):
                os.rename(f'{self.baseFilename}.{i}', f'{self.baseFilename}.{i + 1}')
        if self.backupCount:
            os.rename(self.baseFilename, self.baseFilename + '.1')
        self.stream = open(self.baseFilename, 'w')
class TimedRotatingFileHandler(logging.FileHandler):
    def __init__(self, filename, when='h', interval=1, backupCount=0, encoding=None, **kw):
        super().__init__(filename, 'a', encoding)
class MemoryHandler(logging.Handler):
    def __init__(self, capacity, flushLevel=40, target=None, flushOnClose=True):
        super().__init__()
        self.buffer = []
        self.target = target
    def emit(self, record):
        self.buffer.append(record)
    def flush(self):
        for r in self.buffer:
            self.target.handle(r)
        self.buffer = []
class QueueHandler(logging.Handler):
    def __init__(self, queue):
        super().__init__()
        self.queue = queue
    def emit(self, record):
        self.queue.put(record)
