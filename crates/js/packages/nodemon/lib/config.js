// What nodemon is told: its arguments, then nodemon.json or `nodemonConfig` of package.json, then what it does by itself.
const fs = require('fs'), path = require('path');

const IGNORED = ['.git', '.nyc_output', '.sass-cache', 'bower_components', 'coverage', 'node_modules'];
const RUNS = { py: 'python', rb: 'ruby', ts: 'ts-node' };

/** Letters and words that take a value, and those that don't. */
const VALUES = { '--config': 'configFile', '--watch': 'watch', '-w': 'watch', '--ignore': 'ignore', '-i': 'ignore', '--exec': 'exec', '-x': 'exec', '--ext': 'ext', '-e': 'ext', '--delay': 'delay', '-d': 'delay', '--signal': 'signal', '-s': 'signal', '--cwd': 'cwd', '--polling-interval': 'pollingInterval', '-P': 'pollingInterval' };
const FLAGS = { '--help': 'help', '-h': 'help', '-?': 'help', '--version': 'version', '-v': 'version', '--verbose': 'verbose', '-V': 'verbose', '--legacy-watch': 'legacyWatch', '-L': 'legacyWatch', '--quiet': 'quiet', '-q': 'quiet', '--exitcrash': 'exitCrash', '--on-change-only': 'runOnChangeOnly', '-C': 'runOnChangeOnly', '--spawn': 'spawn', '--js': 'js', '--no-update-notifier': 'noUpdateNotifier' };

const delayOf = text => {
  if (typeof text === 'number') return text;
  const number = parseFloat(text);
  return Number.isNaN(number) ? 0 : /^\d*ms$/.test(text) ? number : number * 1000;
};

exports.parse = words => {
  const out = { args: [], position: null }, rest = [...words];
  let own = true;
  while (rest.length) {
    const word = rest.shift();
    if (!out.script && (word === '.' || fs.existsSync(word))) {
      out.script = word;
      out.position = out.args.length;
    } else if (own && word === '--') {
      out.position = out.args.length;
      own = false;
    } else if (own && word === '--dump') {
      throw new Error('drydock: nodemon --dump is not simulated');
    } else if (own && word in VALUES) {
      const name = VALUES[word], value = rest.shift();
      if (name === 'watch' || name === 'ignore') (out[name] ??= []).push(value);
      else if (name === 'cwd') process.chdir(value);
      else out[name] = name === 'delay' ? delayOf(value) : name === 'pollingInterval' ? parseInt(value, 10) : value;
    } else if (own && word in FLAGS) out[FLAGS[word]] = true;
    else if (own && (word === '--no-stdin' || word === '-I')) out.stdin = false;
    else if (own && (word === '--no-colours' || word === '--no-colors')) out.colours = false;
    else out.args.push(word);
  }
  return out;
};

const readJson = (file, read) => {
  let text;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  try {
    const value = JSON.parse(text);
    if (read && (!file.endsWith('package.json') || value.nodemonConfig)) read.push(file);
    return value;
  } catch (error) {
    console.log(`\x1b[31m[nodemon] Failed to parse config ${file}\x1b[39m`);
    console.error(error);
    process.exit(1);
  }
};

/** A script without its ending is found with it. */
const expanded = (script, ending) => script.includes(ending) || fs.existsSync(path.resolve(script)) || !fs.existsSync(path.resolve(script + ending)) ? script : script + ending;

exports.load = given => {
  const read = [], cwd = process.cwd();
  const file = given.configFile ? path.resolve(given.configFile) : path.join(cwd, 'nodemon.json');
  const about = readJson(path.join(cwd, 'package.json'), given.configFile || fs.existsSync(file) ? undefined : read);
  const written = readJson(file, read) ?? (given.configFile ? {} : about?.nodemonConfig ?? {});
  if (written.events) throw new Error('drydock: the events of nodemon.json are not simulated');
  const config = { restartable: 'rs', stdin: true, signal: 'SIGUSR2', delay: 0, ...written, ...given, read };
  config.delay = delayOf(config.delay);
  const endings = typeof config.ext === 'string' ? config.ext : undefined;
  const first = '.' + (endings ?? 'js').split(',')[0];
  if (!config.script && config.args.length) {
    const found = expanded(config.args[0], first);
    if (found !== config.args[0]) {
      config.script = found;
      config.args.shift();
      config.position = 0;
    }
  }
  if (!config.script && !config.exec) {
    if (about?.main === undefined && fs.existsSync('index.js')) config.script = 'index.js';
    else if (about?.main !== undefined) config.script = about.main;
    else if (about?.scripts?.start) config.exec = about.scripts.start;
    config.position ??= config.args.length;
  }
  const ending = path.extname(config.script ?? '').slice(1);
  const map = { ...RUNS, ...config.execMap };
  config.execGiven = config.exec !== undefined;
  if (!config.exec) config.exec = map[ending] ?? 'node';
  if (config.exec.includes('{{filename}}')) {
    config.exec = config.exec.replaceAll('{{filename}}', config.script ?? '');
    config.script = null;
  }
  config.exec = config.exec.replaceAll('{{pwd}}', cwd);
  const known = ['js', 'mjs', 'cjs', ''].includes(ending) ? 'js,mjs,cjs' : ending;
  config.ext = ((endings ?? known + ',json').match(/[^,*\s]+/g) ?? []).map(one => one.replace(/^\./, '')).join(',');
  if (config.script) config.script = expanded(config.script, '.' + config.ext.split(',')[0]);
  config.words = [...config.args];
  if (config.script) config.words.splice(config.position ?? 0, 0, config.script);
  config.interval = config.pollingInterval ?? (config.legacyWatch ? 100 : 500);
  const list = value => value === undefined ? [] : [].concat(value);
  const watch = list(config.watch).length ? list(config.watch) : ['*.*'];
  config.ignore = [...(config.ignoreRoot ?? IGNORED.map(name => `**/${name}/**`)), ...list(config.ignore)];
  config.watch = watch.map(rule => rule === '.' || rule === '.*' ? '*.*' : rule);
  config.watchShown = config.watch.map(rule => path.relative(cwd, path.resolve(cwd, monitored(rule)))).join(' ');
  config.ignoreShown = list(given.ignore ?? written.ignore).map(rule => monitored(rule).replace(cwd, '.')).join(' ');
  return config;
};

/** A rule as it is shown: folders with all that is in them. */
const monitored = rule => {
  let folder = false;
  try {
    folder = fs.statSync(path.resolve(rule)).isDirectory();
  } catch {
    // Patterns name no file.
  }
  return folder ? path.resolve(rule) + '/**/*' : rule;
};
