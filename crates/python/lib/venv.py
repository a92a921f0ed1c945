# Virtual environments: folders, links to the interpreter, pyvenv.cfg, scripts for shells, and a pip of their own.
# Left out: --upgrade, --upgrade-deps, copies of the interpreter.
import argparse
import os
import shutil
import subprocess
import sys
import time

_ACTIVATE = '''# This file must be used with "source bin/activate" *from bash*
# you cannot run it directly

deactivate () {
    if [ -n "${_OLD_VIRTUAL_PATH:-}" ] ; then
        PATH="${_OLD_VIRTUAL_PATH:-}"
        export PATH
        unset _OLD_VIRTUAL_PATH
    fi
    if [ -n "${_OLD_VIRTUAL_PS1:-}" ] ; then
        PS1="${_OLD_VIRTUAL_PS1:-}"
        export PS1
        unset _OLD_VIRTUAL_PS1
    fi
    unset VIRTUAL_ENV
    unset VIRTUAL_ENV_PROMPT
    if [ ! "${1:-}" = "nondestructive" ] ; then
        unset -f deactivate
    fi
}

deactivate nondestructive
VIRTUAL_ENV=@DIR@
export VIRTUAL_ENV
_OLD_VIRTUAL_PATH="$PATH"
PATH="$VIRTUAL_ENV/bin:$PATH"
export PATH
VIRTUAL_ENV_PROMPT='(@PROMPT@) '
export VIRTUAL_ENV_PROMPT
if [ -z "${VIRTUAL_ENV_DISABLE_PROMPT:-}" ] ; then
    _OLD_VIRTUAL_PS1="${PS1:-}"
    PS1='(@PROMPT@) '"${PS1:-}"
    export PS1
fi
'''

class EnvBuilder:
    def __init__(self, system_site_packages=False, clear=False, symlinks=True, upgrade=False, with_pip=False, prompt=None, upgrade_deps=False):
        if upgrade or upgrade_deps:
            raise NotImplementedError('drydock: upgrading a virtual environment is not simulated')
        self.system_site_packages, self.clear, self.with_pip, self.prompt = system_site_packages, clear, with_pip, prompt
    def create(self, env_dir):
        here = os.path.abspath(env_dir)
        if self.clear and os.path.isdir(here):
            for name in os.listdir(here):
                path = os.path.join(here, name)
                shutil.rmtree(path) if os.path.isdir(path) and not os.path.islink(path) else os.remove(path)
        minor = f'{sys.version_info[0]}.{sys.version_info[1]}'
        base = getattr(sys, 'base_prefix', sys.prefix)
        real = os.path.realpath(sys.executable)
        home = os.path.join(base, 'bin')
        site = os.path.join(here, 'lib', f'python{minor}', 'site-packages')
        binaries = os.path.join(here, 'bin')
        for folder in (os.path.join(here, 'include', f'python{minor}'), site, binaries):
            os.makedirs(folder, exist_ok=True)
        if not os.path.lexists(os.path.join(here, 'lib64')):
            os.symlink('lib', os.path.join(here, 'lib64'))
        words = ['--system-site-packages'] if self.system_site_packages else []
        if not self.with_pip:
            words.append('--without-pip')
        if self.clear:
            words.append('--clear')
        if self.prompt is not None:
            words.append(f'--prompt="{self.prompt}"')
        command = ' '.join([sys.executable, '-m', 'venv'] + words + [here])
        with open(os.path.join(here, 'pyvenv.cfg'), 'w') as f:
            f.write(f"home = {home}\ninclude-system-site-packages = {'true' if self.system_site_packages else 'false'}\nversion = {sys.version.split()[0]}\n")
            if self.prompt is not None:
                f.write(f'prompt = {self.prompt!r}\n')
            f.write(f'executable = {real}\ncommand = {command}\n')
        first = os.path.basename(sys.executable)
        for name in (first, 'python', 'python3', f'python{minor}'):
            path = os.path.join(binaries, name)
            if not os.path.lexists(path):
                os.symlink(os.path.join(home, first) if name == first else first, path)
        prompt = self.prompt if self.prompt not in (None, '.') else os.path.basename(here)
        with open(os.path.join(binaries, 'activate'), 'w') as f:
            f.write(_ACTIVATE.replace('@DIR@', here).replace('@PROMPT@', prompt))
        if self.with_pip:
            self._pip(base, minor, binaries, site)
    def _pip(self, base, minor, binaries, site):
        # The pip that the interpreter brings is copied, as ensurepip would install it.
        source = os.path.join(base, 'lib', f'python{minor}', 'site-packages')
        names = [n for n in os.listdir(source) if n == 'pip' or n.startswith('pip-') and n.endswith('.dist-info')] if os.path.isdir(source) else []
        tool = next((os.path.join(base, 'bin', n) for n in (f'pip{minor}', 'pip3', 'pip') if os.path.exists(os.path.join(base, 'bin', n))), None)
        if not names or tool is None:
            raise NotImplementedError('drydock: a virtual environment with pip, of an interpreter without one, is not simulated')
        for name in names:
            if not os.path.exists(os.path.join(site, name)):
                subprocess.run(['cp', '-a', os.path.join(source, name), site], check=True)
        for name in ('pip', 'pip3', f'pip{minor}'):
            subprocess.run(['cp', tool, os.path.join(binaries, name)], check=True)
        time.sleep(1.5)

def create(env_dir, system_site_packages=False, clear=False, symlinks=False, with_pip=False, prompt=None, upgrade_deps=False):
    EnvBuilder(system_site_packages, clear, symlinks, False, with_pip, prompt, upgrade_deps).create(env_dir)

def main(args=None):
    p = argparse.ArgumentParser(prog='venv', description='Creates virtual Python environments in one or more target directories.',
                                epilog='Once an environment has been created, you may wish to activate it, e.g. by sourcing an activate script in its bin directory.')
    p.add_argument('dirs', metavar='ENV_DIR', nargs='+', help='A directory to create the environment in.')
    p.add_argument('--system-site-packages', default=False, action='store_true', dest='system_site')
    p.add_argument('--symlinks', default=True, action='store_true')
    p.add_argument('--copies', default=False, action='store_true')
    p.add_argument('--clear', default=False, action='store_true')
    p.add_argument('--upgrade', default=False, action='store_true')
    p.add_argument('--without-pip', dest='with_pip', default=True, action='store_false')
    p.add_argument('--prompt')
    p.add_argument('--upgrade-deps', default=False, action='store_true')
    o = p.parse_args(args)
    for word, asked in (('--copies', o.copies), ('--upgrade', o.upgrade), ('--upgrade-deps', o.upgrade_deps)):
        if asked:
            sys.stderr.write(f'drydock: venv {word} is not simulated\n')
            sys.exit(1)
    builder = EnvBuilder(o.system_site, o.clear, True, False, o.with_pip, o.prompt)
    for d in o.dirs:
        builder.create(d)

if __name__ == '__main__':
    main()
