# The headers of a message.
class Message:
    def __init__(self):
        self._headers = []
    def __getitem__(self, name):
        return self.get(name)
    def __setitem__(self, name, value):
        self._headers.append((name, value))
    def __delitem__(self, name):
        self._headers = [(k, v) for k, v in self._headers if k.lower() != name.lower()]
    def __contains__(self, name):
        return self.get(name) is not None
    def __iter__(self):
        return iter(self.keys())
    def __len__(self):
        return len(self._headers)
    def get(self, name, failobj=None):
        for k, v in self._headers:
            if k.lower() == name.lower():
                return v
        return failobj
    def get_all(self, name, failobj=None):
        return [v for k, v in self._headers if k.lower() == name.lower()] or failobj
    def keys(self):
        return [k for k, v in self._headers]
    def values(self):
        return [v for k, v in self._headers]
    def items(self):
        return list(self._headers)
    def get_content_type(self):
        return (self.get('content-type') or 'text/plain').split(';')[0].strip().lower()
    def get_content_charset(self, failobj=None):
        for part in (self.get('content-type') or '').split(';')[1:]:
            k, _, v = part.strip().partition('=')
            if k.lower() == 'charset':
                return v.strip('"').lower()
        return failobj
    def __str__(self):
        return ''.join([f'{k}: {v}\n' for k, v in self._headers]) + '\n'
    as_string = __str__
