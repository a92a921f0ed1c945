"""Writes what the real CPython says to each case: python3 tests/record.py [CASE...], from this crate's folder.

PYTHON names the interpreter and its wrapper, `python3` by default; it runs in a copy of the case's folder. The answer is
standard output, then standard error, then the exit status.
"""
import os
import re
import shlex
import subprocess
import sys
import tempfile

here = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'cases')
names = sys.argv[1:] or sorted(f[:-3] for f in os.listdir(here) if f.endswith('.py'))
for name in names:
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(here, name + '.py')) as f, open(os.path.join(folder, name + '.py'), 'w') as t:
            t.write(f.read())
        command = shlex.split(os.environ.get('PYTHON', 'python3')) + [name + '.py']
        done = subprocess.run(command, cwd=folder, env={**os.environ, 'FILES': folder}, capture_output=True, text=True)
    text = f'{done.stdout}--- stderr\n{done.stderr}--- status {done.returncode}\n'
    # Where the case lay and which marks a release puts under a line are not the point.
    text = re.sub(r'File "[^"]*/', 'File "', text)
    text = '\n'.join(line for line in text.split('\n') if not line.strip() or set(line.strip()) - {'^', '~'})
    with open(os.path.join(here, name + '.out'), 'w') as f:
        f.write(text)
