# What is installed: the METADATA of site-packages.
import os
import re
import sys
class PackageNotFoundError(ModuleNotFoundError):
    def __str__(self):
        return f'No package metadata was found for {self.args[0]}'
def _plain(name):
    return re.sub(r'[-_.]+', '-', name).lower()
class Distribution:
    def __init__(self, folder):
        self._folder = folder
        self.metadata = {}
        with open(folder + '/METADATA') as f:
            for line in f:
                k, colon, v = line.rstrip('\n').partition(': ')
                if not colon:
                    break
                self.metadata.setdefault(k, v)
    name = property(lambda s: s.metadata['Name'])
    version = property(lambda s: s.metadata['Version'])
def distributions():
    for d in sys.path:
        try:
            names = sorted(os.listdir(d))
        except OSError:
            continue
        for n in names:
            if n.endswith('.dist-info'):
                yield Distribution(os.path.join(d, n))
def distribution(name):
    for d in sys.path:
        try:
            names = os.listdir(d)
        except OSError:
            continue
        for n in names:
            if n.endswith('.dist-info') and _plain(n[:-10].rpartition('-')[0]) == _plain(name):
                return Distribution(os.path.join(d, n))
    raise PackageNotFoundError(name)
def version(name):
    return distribution(name).version
def metadata(name):
    return distribution(name).metadata
