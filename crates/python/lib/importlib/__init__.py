# Importing by name.
import sys
def import_module(name, package=None):
    if name.startswith('.'):
        level = len(name) - len(name.lstrip('.'))
        if not package:
            raise TypeError(f'the \'package\' argument is required to perform a relative import for {name!r}')
        base = package.rsplit('.', level - 1)[0] if level > 1 else package
        name = base + '.' + name[level:] if name[level:] else base
    __import__(name)
    return sys.modules[name]
def reload(module):
    name = module.__name__
    old = sys.modules.pop(name)
    __import__(name)
    old.__dict__.update(sys.modules[name].__dict__)
    sys.modules[name] = old
    return old
def invalidate_caches():
    pass
