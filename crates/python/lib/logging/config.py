import logging
def _resolve(name):
    module, _, attr = name.rpartition('.')
    return getattr(__import__(module, None, None, [attr]), attr)
def dictConfig(config):
    import sys
    formatters = {}
    for n, f in config.get('formatters', {}).items():
        formatters[n] = logging.Formatter(f.get('format'), f.get('datefmt'), f.get('style', '%'))
    handlers = {}
    for n, h in config.get('handlers', {}).items():
        kw = {k: v for k, v in h.items() if k not in ('class', 'formatter', 'level', 'filters')}
        if isinstance(kw.get('stream'), str):
            kw['stream'] = getattr(sys, kw['stream'].rpartition('.')[2])
        handler = _resolve(h['class'])(**kw)
        if 'formatter' in h:
            handler.setFormatter(formatters[h['formatter']])
        if 'level' in h:
            handler.setLevel(h['level'])
        handlers[n] = handler
    def setup(logger, c):
        if 'level' in c:
            logger.setLevel(c['level'])
        for h in c.get('handlers', ()):
            logger.addHandler(handlers[h])
        if 'propagate' in c:
            logger.propagate = c['propagate']
    for n, c in config.get('loggers', {}).items():
        setup(logging.getLogger(n), c)
    if 'root' in config:
        logging.root.handlers.clear()
        setup(logging.root, config['root'])
