# Whether a module is there.
import importlib
import sys
def find_spec(name, package=None):
    if name in sys.modules:
        return sys.modules[name].__spec__
    try:
        return importlib.import_module(name).__spec__
    except ModuleNotFoundError:
        return None
