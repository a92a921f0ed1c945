// nodemon's child: starting it, telling how it ended, and ending it with all that it started.
const { spawn } = require('child_process'), fs = require('fs'), path = require('path');

/** The processes below one, youngest first. */
const below = pid => {
  const parents = new Map();
  for (const name of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const line = fs.readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(+name, +line.slice(line.lastIndexOf(')') + 2).split(' ')[1]);
    } catch {
      // It has ended meanwhile.
    }
  }
  const found = [pid];
  for (const at of found) for (const [child, parent] of parents) if (parent === at) found.push(child);
  return found.slice(1).reverse();
};

const send = (pid, signal) => {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
};

exports.run = (config, log) => {
  const quoted = word => /[ ]/.test(word) && !/['"]/.test(word) ? `"${word}"` : word;
  const line = [config.exec, ...config.words.map(quoted)].join(' ');
  const env = { ...config.env, ...process.env };
  env.PATH = `${process.cwd()}/node_modules/.bin:${env.PATH}`;
  let child = null, began = 0, ours = false;

  const ended = (code, signal) => {
    child = null;
    if (code === 127) {
      log.error(`failed to start process, "${config.exec}" exec not found`);
      process.exit(0);
    }
    if (code === 2 && Date.now() < began + 500) {
      for (const text of ['process failed, unhandled exit code (2)', '', 'Either the command has a syntax error,', 'or it is exiting with reserved code 2.', '', 'To keep nodemon running even after a code 2,', 'add this to the end of your command: || exit 1', '', 'Read more here: https://git.io/fNOAG', '', 'nodemon will stop now so that you can fix the command.', '']) log.error(text);
      process.exit(0);
    }
    if (ours || signal === config.signal) {
      ours = false;
      return program.start();
    }
    if (code === 0) return log.status('clean exit - waiting for changes before restart');
    if (config.exitCrash) {
      log.fail('app crashed');
      process.exit(1);
    }
    log.fail('app crashed - waiting for file changes before starting...');
  };

  const program = {
    start() {
      log.status(`starting \`${line}\``);
      began = Date.now();
      const stdio = [config.stdin ? 'pipe' : 'inherit', 'inherit', 'inherit'];
      // node itself is started without a shell, so that it gets signals at once.
      const direct = config.exec === 'node' && !(config.words[0] ?? '').startsWith('-');
      child = direct ? spawn(process.execPath, config.words, { env, stdio }) : spawn('sh', ['-c', line], { env, stdio });
      log.detail(direct ? 'forking' : 'spawning');
      log.detail('child pid: ' + child.pid);
      child.on('exit', ended);
    },
    restart() {
      if (!child) return program.start();
      ours = true;
      for (const pid of [...below(child.pid), child.pid]) send(pid, config.signal);
    },
    input(data) {
      child?.stdin?.write(data);
    },
    quit(signal, code) {
      if (!child) process.exit(code);
      child.removeAllListeners('exit');
      child.once('exit', () => process.exit(code));
      setTimeout(() => process.exit(code), 10000);
      for (const pid of [...below(child.pid), child.pid]) send(pid, signal);
    },
  };
  return program;
};
