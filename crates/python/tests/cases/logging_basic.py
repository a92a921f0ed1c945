import logging, sys
logging.basicConfig(level=logging.INFO, format='%(levelname)s:%(name)s:%(message)s', stream=sys.stdout)
log = logging.getLogger('app.sub')
log.debug('no'); log.info('yes %s', 1); log.warning('warn')
try:
    1 / 0
except ZeroDivisionError:
    log.exception('failed')
