import base64
import _host
from random import Random as SystemRandom
from hmac import compare_digest
def token_bytes(n=None):
    return _host.urandom(32 if n is None else n)
def token_hex(n=None):
    return token_bytes(n).hex()
def token_urlsafe(n=None):
    return base64.urlsafe_b64encode(token_bytes(n)).rstrip(b'=').decode()
_r = SystemRandom()
choice = _r.choice
randbelow = _r._randbelow
randbits = _r.getrandbits
