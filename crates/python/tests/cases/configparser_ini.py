import configparser, io
c = configparser.ConfigParser()
c.read_string('''[DEFAULT]
debug = yes
[server]
Host = 0.0.0.0
port: 8080
; comment
url = http://%(host)s/
[empty]
''')
print(c.sections(), c['server']['host'], c.getint('server', 'port'), c['server'].getboolean('debug'), c['server']['url'], 'nope' in c, list(c['server']))
print(c.get('server', 'x', fallback='f'), c.has_option('empty', 'debug'))
for f in (lambda: c.get('none', 'a'), lambda: c.get('server', 'none')):
    try:
        f()
    except configparser.Error as e:
        print(type(e).__name__, e)
c['new'] = {'a': '1'}
o = io.StringIO()
c.write(o)
print(o.getvalue())
