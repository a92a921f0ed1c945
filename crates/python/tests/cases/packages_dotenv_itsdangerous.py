# uses python-dotenv itsdangerous
import os
import io
from dotenv import load_dotenv, dotenv_values, find_dotenv, set_key, get_key
with open('.env', 'w') as f:
    f.write("""# a comment
PLAIN=value
export EXPORTED=yes
QUOTED="two words\\nand a line"
SINGLE='raw $HOME \\n'
SPACED =  padded value   # trailing
HASH=a#b
EMPTY=
NONE
REF=${PLAIN}/x
DEFAULT=${MISSING:-fallback}
HOMEY=${TAKEN}
JSON={"a": 1}

URL=postgres://u:p@db:5432/x?y=1
""")
os.environ['TAKEN'] = 'before'
os.environ['PLAIN'] = 'outer'
print(dict(dotenv_values(".env")))
print(load_dotenv('.env'), os.environ['PLAIN'], os.environ['QUOTED'], os.environ['REF'], os.environ.get('NONE'))
print(load_dotenv('.env', override=True), os.environ['PLAIN'], os.environ['REF'])
print(load_dotenv('nothing.env'), dict(dotenv_values(stream=io.StringIO('A=1\nB="x"\n'))))
print(set_key('.env', 'PLAIN', "it's"), get_key('.env', 'PLAIN'), set_key('.env', 'NEW', 'n')[0], get_key('.env', 'NEW'))
from itsdangerous import Signer, URLSafeSerializer, URLSafeTimedSerializer, BadSignature, TimestampSigner, SignatureExpired, Serializer
s = Signer('secret')
print(s.sign('text'), s.unsign(s.sign('text')), s.validate('text.no'))
try:
    s.unsign('text.wrong')
except BadSignature as e:
    print(type(e).__name__, e, e.payload)
try:
    s.unsign('text')
except BadSignature as e:
    print(e)
u = URLSafeSerializer('secret', salt='auth')
print(u.dumps({'id': 5, 'name': 'it'}), u.loads(u.dumps([1, 2])), Serializer('k').dumps({'a': 1}))
t = URLSafeTimedSerializer('secret')
print(t.loads(t.dumps('x'), max_age=10))
try:
    t.loads(t.dumps('x')[:-1] + '!', max_age=10)
except BadSignature as e:
    print(type(e).__name__)
