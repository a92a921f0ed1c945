#!/usr/bin/env node
// nodemon: runs a program and runs it again when files change, as github.com/remy/nodemon describes it, written for Drydock.
// Files here tell nobody that they changed, so that they are always looked at, as with --legacy-watch: twice a second, or as
// often as --polling-interval says. Left out: --dump, --spawn, events of nodemon.json, its help pages beyond the first.
const fs = require('fs'), path = require('path');
const { parse, load } = require('../lib/config.js');
const { snapshot, changed } = require('../lib/watch.js');
const { run } = require('../lib/run.js');

const given = parse(process.argv.slice(2));
const { version } = JSON.parse(fs.readFileSync(path.join(__dirname, '../package.json'), 'utf8'));
if (given.version) {
  console.log(version);
  process.exit(0);
}
if (given.help) {
  console.log('Usage: nodemon [options] [script.js] [args]\n\ndrydock: the help pages of nodemon are not simulated');
  process.exit(0);
}

const config = load(given);
if (!config.script && config.exec === 'node' && !config.execGiven) {
  console.log('Usage: nodemon [nodemon options] [script.js] [args]\n\n  See "nodemon --help" for more.\n');
  process.exit(0);
}

const COLOURS = { info: 33, detail: 33, status: 32, fail: 31, error: 31 };
const log = {};
for (const kind of Object.keys(COLOURS)) {
  log[kind] = text => {
    if (config.quiet || kind === 'detail' && !config.verbose) return;
    const line = '[nodemon] ' + text;
    (kind === 'error' ? console.error : console.log)(config.colours === false ? line : `\x1b[${COLOURS[kind]}m${line}\x1b[39m`);
  };
}

log.info(version);
for (const file of config.read) log.detail('reading config ' + file.replace(process.cwd(), '.'));
if (config.restartable) log.info(`to restart at any time, enter \`${config.restartable}\``);
log.detail(`${config.restartable ? 'or ' : ''}send SIGHUP to ${process.pid} to restart`.replace('SIGHUP', config.signal === 'SIGUSR2' ? 'SIGHUP' : 'SIGUSR2'));
if (config.ignoreShown) log.detail('ignoring: ' + config.ignoreShown);
log.info('watching path(s): ' + config.watchShown);
log.info('watching extensions: ' + (config.ext || '(all)'));

const program = run(config, log);
if (!config.runOnChangeOnly) program.start();

let before = snapshot(config), later;
log.detail(`watching ${before.size} file${before.size === 1 ? '' : 's'}`);
const restart = () => {
  log.status('restarting due to changes...');
  program.restart();
};
setInterval(() => {
  const after = snapshot(config), names = changed(before, after);
  before = after;
  if (!names.length) return;
  log.detail('files triggering change check: ' + names.join(', '));
  clearTimeout(later);
  if (config.delay > 0) later = setTimeout(restart, config.delay);
  else restart();
}, config.interval);

if (config.stdin) {
  process.stdin.on('data', data => {
    if (config.restartable && data.toString().trim().toLowerCase() === config.restartable) program.restart();
    else program.input(data);
  });
}
process.on(config.signal === 'SIGUSR2' ? 'SIGHUP' : 'SIGUSR2', () => {
  log.status('restarting child process');
  program.restart();
});
process.once('SIGINT', () => program.quit('SIGINT', 130));
process.once('SIGTERM', () => program.quit('SIGTERM', 143));
