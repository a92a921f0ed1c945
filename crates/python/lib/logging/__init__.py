import sys
import os
import time
import traceback as _traceback
import threading

CRITICAL = FATAL = 50
ERROR = 40
WARNING = WARN = 30
INFO = 20
DEBUG = 10
NOTSET = 0
_names = {50: 'CRITICAL', 40: 'ERROR', 30: 'WARNING', 20: 'INFO', 10: 'DEBUG', 0: 'NOTSET'}
_levels = {v: k for k, v in _names.items()}
_levels['WARN'] = 30
_levels['FATAL'] = 50
BASIC_FORMAT = '%(levelname)s:%(name)s:%(message)s'
raiseExceptions = True

def getLevelName(level):
    if level in _names:
        return _names[level]
    if level in _levels:
        return _levels[level]
    return f'Level {level}'
def addLevelName(level, name):
    _names[level] = name
    _levels[name] = level
def getLevelNamesMapping():
    return dict(_levels)
def _level(v):
    if isinstance(v, int):
        return v
    if v not in _levels:
        raise ValueError(f'Unknown level: {v!r}')
    return _levels[v]

class LogRecord:
    def __init__(self, name, level, pathname, lineno, msg, args, exc_info, func=None, sinfo=None, **kw):
        self.name = name
        self.levelno = level
        self.levelname = getLevelName(level)
        self.pathname = pathname
        self.filename = os.path.basename(pathname)
        self.module = os.path.splitext(self.filename)[0]
        self.lineno = lineno
        self.funcName = func
        self.msg = msg
        if args and len(args) == 1 and isinstance(args[0], dict) and args[0]:
            args = args[0]
        self.args = args
        self.exc_info = exc_info
        self.exc_text = None
        self.stack_info = sinfo
        self.created = time.time()
        self.msecs = int(self.created * 1000) % 1000 + 0.0
        self.relativeCreated = 0.0
        t = threading.current_thread()
        self.thread = t.ident
        self.threadName = t.name
        self.processName = 'MainProcess'
        self.process = os.getpid() if False else 1
        self.taskName = None
    def getMessage(self):
        msg = str(self.msg)
        if self.args:
            msg = msg % self.args
        return msg
    def __repr__(self):
        return f'<LogRecord: {self.name}, {self.levelno}, {self.pathname}, {self.lineno}, "{self.msg}">'
def makeLogRecord(d):
    r = LogRecord(None, 0, '', 0, '', (), None)
    r.__dict__.update(d)
    return r

class Formatter:
    default_time_format = '%Y-%m-%d %H:%M:%S'
    default_msec_format = '%s,%03d'
    converter = time.localtime
    def __init__(self, fmt=None, datefmt=None, style='%', validate=True, *, defaults=None):
        if fmt is None:
            fmt = {'%': '%(message)s', '{': '{message}', '$': '${message}'}[style]
        self._fmt = fmt
        self._style = style
        self.datefmt = datefmt
        self._defaults = defaults or {}
    def formatTime(self, record, datefmt=None):
        t = time.localtime(record.created)
        if datefmt:
            return time.strftime(datefmt, t)
        return self.default_msec_format % (time.strftime(self.default_time_format, t), record.msecs)
    def formatException(self, ei):
        return ''.join(_traceback.format_exception(ei[0], ei[1], ei[2])).rstrip('\n')
    def formatStack(self, s):
        return s
    def usesTime(self):
        return 'asctime' in self._fmt
    def formatMessage(self, record):
        values = {**self._defaults, **record.__dict__}
        if self._style == '%':
            return self._fmt % values
        if self._style == '{':
            return self._fmt.format(**values)
        import string
        return string.Template(self._fmt).substitute(values)
    def format(self, record):
        record.message = record.getMessage()
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        s = self.formatMessage(record)
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        if record.exc_text:
            s = s.rstrip('\n') + '\n' + record.exc_text
        if record.stack_info:
            s += '\n' + self.formatStack(record.stack_info)
        return s

class Filter:
    def __init__(self, name=''):
        self.name = name
    def filter(self, record):
        return not self.name or record.name == self.name or record.name.startswith(self.name + '.')

class Filterer:
    def __init__(self):
        self.filters = []
    def addFilter(self, f):
        if f not in self.filters:
            self.filters.append(f)
    def removeFilter(self, f):
        if f in self.filters:
            self.filters.remove(f)
    def filter(self, record):
        for f in self.filters:
            r = f.filter(record) if hasattr(f, 'filter') else f(record)
            if not r:
                return False
            if isinstance(r, LogRecord):
                record = r
        return record

_default_formatter = Formatter()

class Handler(Filterer):
    def __init__(self, level=NOTSET):
        Filterer.__init__(self)
        self.level = _level(level)
        self.formatter = None
        self._name = None
        self.lock = None
    @property
    def name(self):
        return self._name
    @name.setter
    def name(self, v):
        self._name = v
    def get_name(self):
        return self._name
    def set_name(self, v):
        self._name = v
    def createLock(self):
        pass
    acquire = release = createLock
    def setLevel(self, level):
        self.level = _level(level)
    def setFormatter(self, f):
        self.formatter = f
    def format(self, record):
        return (self.formatter or _default_formatter).format(record)
    def handle(self, record):
        r = self.filter(record)
        if isinstance(r, LogRecord):
            record = r
        if r:
            self.emit(record)
        return r
    def emit(self, record):
        raise NotImplementedError('emit must be implemented by Handler subclasses')
    def handleError(self, record):
        if raiseExceptions and sys.stderr:
            sys.stderr.write('--- Logging error ---\n' + _traceback.format_exc())
            sys.stderr.write(f'Message: {record.msg!r}\nArguments: {record.args}\n')
    def flush(self):
        pass
    def close(self):
        pass

class StreamHandler(Handler):
    terminator = '\n'
    def __init__(self, stream=None):
        Handler.__init__(self)
        self.stream = sys.stderr if stream is None else stream
    def flush(self):
        if self.stream and hasattr(self.stream, 'flush'):
            self.stream.flush()
    def emit(self, record):
        try:
            self.stream.write(self.format(record) + self.terminator)
            self.flush()
        except RecursionError:
            raise
        except Exception:
            self.handleError(record)
    def setStream(self, stream):
        old, self.stream = self.stream, stream
        return old
    def __repr__(self):
        name = getattr(self.stream, 'name', '')
        return f"<{type(self).__name__} {name} ({getLevelName(self.level)})>"
class FileHandler(StreamHandler):
    def __init__(self, filename, mode='a', encoding=None, delay=False, errors=None):
        self.baseFilename = os.path.abspath(os.fspath(filename))
        self.mode = mode
        self.encoding = encoding
        if delay:
            Handler.__init__(self)
            self.stream = None
        else:
            StreamHandler.__init__(self, open(self.baseFilename, mode, encoding=encoding))
    def emit(self, record):
        if self.stream is None:
            self.stream = open(self.baseFilename, self.mode, encoding=self.encoding)
        StreamHandler.emit(self, record)
    def close(self):
        if self.stream:
            self.stream.close()
            self.stream = None
class NullHandler(Handler):
    def handle(self, record):
        pass
    def emit(self, record):
        pass
class _LastResort(StreamHandler):
    def __init__(self):
        Handler.__init__(self, WARNING)
    @property
    def stream(self):
        return sys.stderr
lastResort = _LastResort()

class Logger(Filterer):
    def __init__(self, name, level=NOTSET):
        Filterer.__init__(self)
        self.name = name
        self.level = _level(level)
        self.parent = None
        self.propagate = True
        self.handlers = []
        self.disabled = False
    def setLevel(self, level):
        self.level = _level(level)
    def getEffectiveLevel(self):
        l = self
        while l:
            if l.level:
                return l.level
            l = l.parent
        return NOTSET
    def isEnabledFor(self, level):
        return not self.disabled and _disabled[0] < level and level >= self.getEffectiveLevel()
    def getChild(self, suffix):
        return getLogger(suffix if self.name == 'root' else self.name + '.' + suffix)
    def getChildren(self):
        return {l for l in _loggers.values() if l.parent is self}
    def debug(self, msg, *args, **kw):
        if self.isEnabledFor(DEBUG):
            self._log(DEBUG, msg, args, **kw)
    def info(self, msg, *args, **kw):
        if self.isEnabledFor(INFO):
            self._log(INFO, msg, args, **kw)
    def warning(self, msg, *args, **kw):
        if self.isEnabledFor(WARNING):
            self._log(WARNING, msg, args, **kw)
    warn = warning
    def error(self, msg, *args, **kw):
        if self.isEnabledFor(ERROR):
            self._log(ERROR, msg, args, **kw)
    def exception(self, msg, *args, exc_info=True, **kw):
        self.error(msg, *args, exc_info=exc_info, **kw)
    def critical(self, msg, *args, **kw):
        if self.isEnabledFor(CRITICAL):
            self._log(CRITICAL, msg, args, **kw)
    fatal = critical
    def log(self, level, msg, *args, **kw):
        if not isinstance(level, int):
            raise TypeError('level must be an integer')
        if self.isEnabledFor(level):
            self._log(level, msg, args, **kw)
    def _log(self, level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        f = sys._getframe(0)
        while f is not None and f.f_globals.get('__name__') == 'logging':
            f = f.f_back
        for _ in range(stacklevel - 1):
            if f is not None and f.f_back is not None:
                f = f.f_back
        path, line, func = ('(unknown file)', 0, '(unknown function)') if f is None else (f.f_code.co_filename, f.f_lineno, f.f_code.co_name)
        if exc_info:
            if isinstance(exc_info, BaseException):
                exc_info = (type(exc_info), exc_info, exc_info.__traceback__)
            elif not isinstance(exc_info, tuple):
                exc_info = sys.exc_info()
        sinfo = 'Stack (most recent call last):\n' + ''.join(_traceback.format_stack()).rstrip() if stack_info else None
        record = self.makeRecord(self.name, level, path, line, msg, args, exc_info, func, extra, sinfo)
        self.handle(record)
    def makeRecord(self, name, level, path, line, msg, args, exc_info, func=None, extra=None, sinfo=None):
        r = LogRecord(name, level, path, line, msg, args, exc_info, func, sinfo)
        if extra:
            for k in extra:
                if k in ('message', 'asctime') or k in r.__dict__:
                    raise KeyError(f'Attempt to overwrite {k!r} in LogRecord')
                r.__dict__[k] = extra[k]
        return r
    def handle(self, record):
        if self.disabled:
            return
        r = self.filter(record)
        if r:
            self.callHandlers(r if isinstance(r, LogRecord) else record)
    def addHandler(self, h):
        if h not in self.handlers:
            self.handlers.append(h)
    def removeHandler(self, h):
        if h in self.handlers:
            self.handlers.remove(h)
    def hasHandlers(self):
        l = self
        while l:
            if l.handlers:
                return True
            if not l.propagate:
                break
            l = l.parent
        return False
    def callHandlers(self, record):
        l = self
        found = 0
        while l:
            for h in l.handlers:
                found += 1
                if record.levelno >= h.level:
                    h.handle(record)
            if not l.propagate:
                break
            l = l.parent
        if not found and lastResort is not None and record.levelno >= lastResort.level:
            lastResort.handle(record)
    def __repr__(self):
        return f'<{type(self).__name__} {self.name} ({getLevelName(self.getEffectiveLevel())})>'
class RootLogger(Logger):
    def __init__(self, level):
        Logger.__init__(self, 'root', level)
_disabled = [0]
_loggers = {}
root = RootLogger(WARNING)
Logger.root = root
_logger_class = Logger

class _Manager:
    root = root
    loggerDict = _loggers
    disable = 0
Logger.manager = _Manager()

def getLogger(name=None):
    if not name or name == 'root':
        return root
    l = _loggers.get(name)
    if l is None:
        l = _loggers[name] = _logger_class(name)
        parent = root
        p = name
        while '.' in p:
            p = p.rpartition('.')[0]
            if p in _loggers:
                parent = _loggers[p]
                break
        l.parent = parent
        for n, other in _loggers.items():
            if n.startswith(name + '.') and (other.parent is parent):
                other.parent = l
    return l
def setLoggerClass(cls):
    global _logger_class
    _logger_class = cls
def getLoggerClass():
    return _logger_class
def basicConfig(*, filename=None, filemode='a', format=None, datefmt=None, style='%', level=None, stream=None, handlers=None, force=False, encoding=None, errors=None):
    if force:
        for h in root.handlers[:]:
            root.removeHandler(h)
            h.close()
    if not root.handlers:
        if handlers is None:
            handlers = [FileHandler(filename, filemode, encoding) if filename else StreamHandler(stream)]
        f = Formatter(format or {'%': BASIC_FORMAT, '{': '{levelname}:{name}:{message}', '$': '${levelname}:${name}:${message}'}[style], datefmt, style)
        for h in handlers:
            if h.formatter is None:
                h.setFormatter(f)
            root.addHandler(h)
        if level is not None:
            root.setLevel(level)
def disable(level=CRITICAL):
    _disabled[0] = level
def _ensure():
    if not root.handlers:
        basicConfig()
def debug(msg, *args, **kw):
    _ensure()
    root.debug(msg, *args, **kw)
def info(msg, *args, **kw):
    _ensure()
    root.info(msg, *args, **kw)
def warning(msg, *args, **kw):
    _ensure()
    root.warning(msg, *args, **kw)
warn = warning
def error(msg, *args, **kw):
    _ensure()
    root.error(msg, *args, **kw)
def exception(msg, *args, exc_info=True, **kw):
    error(msg, *args, exc_info=exc_info, **kw)
def critical(msg, *args, **kw):
    _ensure()
    root.critical(msg, *args, **kw)
fatal = critical
def log(level, msg, *args, **kw):
    _ensure()
    root.log(level, msg, *args, **kw)
def shutdown():
    pass
def captureWarnings(v):
    pass
class LoggerAdapter:
    def __init__(self, logger, extra=None):
        self.logger = logger
        self.extra = extra
    def process(self, msg, kw):
        kw['extra'] = self.extra
        return msg, kw
    def log(self, level, msg, *args, **kw):
        if self.logger.isEnabledFor(level):
            msg, kw = self.process(msg, kw)
            self.logger.log(level, msg, *args, **kw)
    def debug(self, msg, *a, **k):
        self.log(DEBUG, msg, *a, **k)
    def info(self, msg, *a, **k):
        self.log(INFO, msg, *a, **k)
    def warning(self, msg, *a, **k):
        self.log(WARNING, msg, *a, **k)
    def error(self, msg, *a, **k):
        self.log(ERROR, msg, *a, **k)
    def critical(self, msg, *a, **k):
        self.log(CRITICAL, msg, *a, **k)
