// Which files nodemon looks at, and what has become of them since.
const fs = require('fs'), path = require('path');

/** More files than this are not looked at, so that a large folder doesn't hold everything up. */
const MOST = 5000;

/** A pattern of minimatch: `*`, `?`, `**`, `{a,b}`, `[a-z]`. */
const pattern = glob => {
  let text = '', depth = 0;
  for (let i = 0; i < glob.length; i++) {
    const c = glob[i];
    if (c === '*' && glob[i + 1] === '*') {
      const whole = (i === 0 || glob[i - 1] === '/') && glob[i + 2] === '/';
      text += whole ? '(?:.*/)?' : '.*';
      i += whole ? 2 : 1;
    } else if (c === '*') text += '[^/]*';
    else if (c === '?') text += '[^/]';
    else if (c === '{') { text += '(?:'; depth++; }
    else if (c === '}' && depth) { text += ')'; depth--; }
    else if (c === ',' && depth) text += '|';
    else if (c === '[' && glob.includes(']', i)) { const end = glob.indexOf(']', i); text += glob.slice(i, end + 1).replace('[!', '[^'); i = end; }
    else text += c.replace(/[.+^$()|[\]\\{}]/g, '\\$&');
  }
  return new RegExp(`^${text}$`);
};

const rules = config => {
  if (config.rules) return config.rules;
  const cwd = process.cwd();
  const ignored = config.ignore.map(rule => {
    const at = path.resolve(cwd, rule);
    if (/[*?{[]/.test(rule)) return pattern(rule.startsWith('**') || rule.startsWith('/') ? rule : '**/' + rule.replace(/^\.\//, ''));
    return pattern(`{${at},${at}/**,**/${rule.replace(/^\.\//, '').replace(/\/$/, '')},**/${rule.replace(/^\.\//, '').replace(/\/$/, '')}/**}`);
  });
  const places = config.watch.map(rule => {
    if (rule === '*.*') return { root: cwd, all: true };
    const at = path.resolve(cwd, rule);
    if (!/[*?{[]/.test(rule)) return { root: at, exact: true };
    return { root: path.dirname(at.replace(/[*?{[].*$/, 'x')), match: pattern(at), named: /\*\.\w/.test(rule) };
  });
  const endings = config.ext ? new Set(config.ext.split(',')) : undefined;
  return config.rules = { cwd, ignored, places, endings };
};

/** Every watched file's time and size, by name. */
exports.snapshot = config => {
  const { cwd, ignored, places, endings } = rules(config), seen = new Map();
  for (const place of places) {
    const visit = (file, top) => {
      if (seen.size >= MOST || !top && (path.basename(file).startsWith('.') || ignored.some(rule => rule.test(file) || rule.test(file + '/x')))) return;
      let stat;
      try {
        stat = fs.statSync(file);
      } catch {
        return;
      }
      if (stat.isDirectory()) {
        for (const name of fs.readdirSync(file)) visit(path.join(file, name), false);
        return;
      }
      if (place.match && !place.match.test(file)) return;
      const wanted = top || place.named || !endings || [...endings].some(ending => file.endsWith('.' + ending));
      if (wanted) seen.set(path.relative(cwd, file), `${stat.mtimeMs} ${stat.size}`);
    };
    visit(place.root, true);
  }
  return seen;
};

/** The names of what was added, removed or written between two looks. */
exports.changed = (before, after) => {
  const names = [...after].filter(([name, state]) => before.get(name) !== state).map(([name]) => name);
  for (const name of before.keys()) if (!after.has(name)) names.push(name);
  return names;
};
