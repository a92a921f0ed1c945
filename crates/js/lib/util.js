// node:util: inspect as node's lib/internal/util/inspect.js lays things out, format, promisify.
const keyText = k => typeof k === 'symbol' ? `[${String(k)}]` : /^[a-zA-Z_][a-zA-Z_0-9]*$/.test(k) ? k : strText(k);
const strText = s => { let q = "'"; if (s.includes("'")) { if (!s.includes('"')) q = '"'; else if (!s.includes('`') && !s.includes('${')) q = '`'; } let r = ''; for (const c of s) { const n = c.charCodeAt(0); r += c === '\n' ? '\\n' : c === '\t' ? '\\t' : c === '\r' ? '\\r' : c === '\b' ? '\\b' : c === '\f' ? '\\f' : c === '\v' ? '\\v' : c === '\\' ? '\\\\' : c === q ? '\\' + c : n < 32 || n === 127 ? '\\x' + n.toString(16).toUpperCase().padStart(2, '0') : c; } return q + r + q; };
const COLORS = { number: '33', bigint: '33', boolean: '33', string: '32', undefined: '90', null: '1', symbol: '32', special: '36', date: '35', regexp: '31' };
const END = { 1: '22' };
const paint = (o, s, t) => o.colors ? `\x1b[${COLORS[t]}m${s}\x1b[${END[COLORS[t]] ?? '39'}m` : s;
const prim = (o, v, top) => typeof v === 'string' ? paint(o, strText(v), 'string') : typeof v === 'number' ? paint(o, Object.is(v, -0) ? '-0' : String(v), 'number') : typeof v === 'bigint' ? paint(o, v + 'n', 'number') : typeof v === 'symbol' ? paint(o, String(v), 'symbol') : v === null ? paint(o, 'null', 'null') : paint(o, String(v), typeof v);
const className = v => { for (let p = v; p; p = $.getProto(p)) { const d = $.own(p, 'constructor'); if (d && typeof d[0] === 'function' && d[0].name !== '') return d[0].name; } return null; };
const prefix = (v, fallback, size) => { const n = className(v), tag = v[Symbol.toStringTag]; const t = typeof tag === 'string' && tag !== '' && tag !== n ? ` [${tag}]` : ''; const s = size === undefined ? '' : `(${size})`; return n === null ? `[${fallback}${s}: null prototype]${t} ` : `${n}${s}${t} `; };
function inspect(v, o, ...rest) {
  if (typeof o === 'boolean') o = { showHidden: o, depth: rest[0], colors: rest[1] };
  const opt = { depth: 2, colors: false, compact: 3, breakLength: 80, sorted: false, showHidden: false, ...o };
  if (opt.depth === null) opt.depth = Infinity;
  const c = { ...opt, seen: [], circular: new Map(), indent: 0, level: 0 };
  return value(c, v, 0, true);
}
function value(c, v, depth, typed) {
  if (v === null || (typeof v !== 'object' && typeof v !== 'function')) {
    if (typeof v === 'string' && v.length > 16 && v.length > c.breakLength - c.indent - 4 && v.includes('\n') && depth > 0) return v.split(/(?<=\n)/).map(l => paint(c, strText(l), 'string')).join(` +\n${' '.repeat(c.indent + 2)}`);
    return prim(c, v);
  }
  const k = $.kind(v); if (k === 'Proxy') return value(c, $.proxyTarget(v), depth);
  const custom = v[Symbol.for('nodejs.util.inspect.custom')]; if (typeof custom === 'function' && custom !== inspect) { const r = custom.call(v, c.depth - depth, c, inspect); return typeof r === 'string' ? r : value(c, r, depth); }
  if (c.seen.includes(v)) { let n = c.circular.get(v); if (n === undefined) c.circular.set(v, n = c.circular.size + 1); return paint(c, `[Circular *${n}]`, 'special'); }
  return raw(c, v, k, depth);
}
function raw(c, v, k, depth) {
  let keys = $.keys(v, 3, !c.showHidden), base = '', braces = ['{', '}'], out = () => [], array = false;
  const name = className(v); const isIdx = s => typeof s === 'string' && /^\d+$/.test(s);
  if (k === 'Array') { array = true; keys = keys.filter(x => !isIdx(x) && x !== 'length'); braces = [(name !== 'Array' ? prefix(v, 'Array', v.length) : '') + '[', ']']; if (!v.length && !keys.length) return braces[0] + ']'; out = () => arrayItems(c, v, depth); }
  else if (k === 'Set') { braces[0] = prefix(v, 'Set', v.size) + '{'; if (!v.size && !keys.length) return braces[0] + '}'; out = () => { c.indent += 2; const r = [...Set.prototype.values.call(v)].map(x => value(c, x, depth + 1)); c.indent -= 2; return r; }; }
  else if (k === 'Map') { braces[0] = prefix(v, 'Map', v.size) + '{'; if (!v.size && !keys.length) return braces[0] + '}'; out = () => { c.indent += 2; const r = [...Map.prototype.entries.call(v)].map(([a, b]) => `${value(c, a, depth + 1)} => ${value(c, b, depth + 1)}`); c.indent -= 2; return r; }; }
  else if (k === 'Bytes') { array = true; keys = keys.filter(x => !isIdx(x)); braces = [prefix(v, 'Uint8Array', v.length) + '[', ']']; if (!v.length) return braces[0] + ']'; out = () => arrayItems(c, v, depth); }
  else if (k === 'ArrayBuffer') { const b = new Uint8Array(v); return `ArrayBuffer { [Uint8Contents]: <${[...b].map(x => x.toString(16).padStart(2, '0')).join(' ')}>, byteLength: ${b.length} }`; }
  else if (k === 'Promise') { braces[0] = prefix(v, 'Promise') + '{'; const s = $.promiseState(v); out = () => { if (s === 0) return [paint(c, '<pending>', 'special')]; c.indent += 2; const r = value(c, $.promiseValue(v), depth + 1); c.indent -= 2; return [s === 2 ? paint(c, '<rejected>', 'special') + ' ' + r : r]; }; }
  else if (/Function$|^Class$/.test(k)) { base = fnText(v, k); if (!keys.length) return paint(c, base, 'special'); base = paint(c, base, 'special'); }
  else if (k === 'RegExp') { base = RegExp.prototype.toString.call(v); keys = keys.filter(x => x !== 'lastIndex'); base = paint(c, base, 'regexp'); if (!keys.length) return base; }
  else if (k === 'Date') { base = Number.isNaN(+v) ? 'Invalid Date' : v.toISOString(); base = paint(c, base, 'date'); if (!keys.length) return base; }
  else if (k === 'Error') { base = errorText(c, v, keys); keys = keys.filter(x => x !== 'stack' && x !== 'message' || $.own(v, x)[1] & 2 && !base.includes(String(v[x]))); if (v.cause !== undefined && $.own(v, 'cause') && !keys.includes('cause')) keys.push('cause'); if ($.kind(v.errors) === 'Array' && !keys.includes('errors') && $.own(v, 'errors')) keys.push('errors'); if (!keys.length) return base; }
  else if (k === 'Number' || k === 'String' || k === 'Boolean' || k === 'Symbol' || k === 'BigInt') { base = `[${k}: ${prim({}, $.primitive(v))}]`; keys = keys.filter(x => !isIdx(x)); if (!keys.length) return paint(c, base, k.toLowerCase() in COLORS ? k.toLowerCase() : 'special'); }
  else if (k === 'Generator') { braces[0] = `Object [${v[Symbol.toStringTag] ?? 'Generator'}] {`; if (!keys.length) return braces[0] + '}'; }
  else if (k === 'Module') braces[0] = '[Module: null prototype] {';
  else { const tag = v[Symbol.toStringTag]; if (name !== 'Object' || (typeof tag === 'string' && tag !== '' && tag !== 'Object')) braces[0] = prefix(v, 'Object') + '{'; if (!keys.length) { if (name === 'Object' && braces[0] === '{') return '{}'; return braces[0] + '}'; } }
  if (depth > c.depth) { const n = (name === null ? `[${k === 'Array' ? 'Array' : 'Object'}: null prototype]` : `${k === 'Array' ? 'Array' : name}`); return paint(c, name === null ? '[Object: null prototype]' : `[${n}]`, 'special'); }
  c.seen.push(v); c.level = depth;
  const list = out(); for (const key of keys) list.push(property(c, v, key, depth, array));
  c.seen.pop();
  const ref = c.circular.get(v); if (ref !== undefined) { const r = paint(c, `<ref *${ref}>`, 'special'); if (base === '') braces[0] = `${r} ${braces[0]}`; else base = `${r} ${base}`; }
  if (c.sorted) list.sort(c.sorted === true ? undefined : c.sorted);
  return reduce(c, list, base, braces, array, depth, v);
}
const fnText = (v, k) => { if (k === 'Class') { const p = $.getProto(v); const sup = typeof p === 'function' && p.name ? ` extends ${p.name}` : ''; return `[class ${v.name || '(anonymous)'}${sup}]`; } return v.name ? `[${k}: ${v.name}]` : `[${k} (anonymous)]`; };
function errorText(c, v, keys) {
  let s = typeof v.stack === 'string' && v.stack ? v.stack : `[${Error.prototype.toString.call(v)}]`;
  const name = className(v) ?? 'Error', own = v.name; const head = s.split('\n    at ')[0];
  if (typeof v.stack === 'string' && name !== 'Error' && !head.includes(name)) { const m = /^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n\s+at)/.exec(s) ?? /^([a-z_A-Z0-9-]*Error)$/.exec(s.split('\n')[0]); if (m) s = name.includes('Error') || !m[1].endsWith('Error') ? name + s.slice(m[1].length) : `${m[1]} [${name}]` + s.slice(m[1].length); }
  if (typeof own === 'string' && $.own(v, 'name') && !s.includes(own)) s = s.replace(/^\w*Error/, m => `${m}`);
  for (const n of ['name', 'message', 'stack']) { const i = keys.indexOf(n); if (i >= 0 && typeof v[n] === 'string' && s.includes(v[n])) keys.splice(i, 1); }
  const code = v.code; if ($.own(v, 'code') && typeof code === 'string' && /^ERR_/.test(code) && !s.split('\n')[0].includes(`[${code}]`)) s = s.replace(/^(\w+)/, `$1 [${code}]`);
  const at = s.indexOf('\n    at '); if (at < 0 && s[0] !== '[') s = `[${s}]`;
  if (c.indent) s = s.split('\n').join('\n' + ' '.repeat(c.indent));
  return s;
}
function arrayItems(c, v, depth) { const r = [], n = v.length; let i = 0, shown = 0; c.indent += 2; while (i < n && shown < 100) { if (!(i in v)) { let h = 0; while (i < n && !(i in v)) { h++; i++; } r.push(paint(c, `<${h} empty item${h > 1 ? 's' : ''}>`, 'undefined')); } else r.push(value(c, v[i++], depth + 1)); shown++; } c.indent -= 2; if (i < n) r.push(`... ${n - i} more item${n - i > 1 ? 's' : ''}`); return r; }
function property(c, v, key, depth, array) {
  const d = $.own(v, key) ?? [v[key], 7]; let s, diff = 2;
  if (d.length > 2) s = paint(c, d[2] ? (d[3] ? '[Getter/Setter]' : '[Getter]') : '[Setter]', 'special');
  else { c.indent += diff; s = value(c, d[0], depth + 1); c.indent -= diff; }
  const k = typeof key === 'symbol' ? `[${paint(c, String(key), 'symbol')}]` : d[1] & 2 ? (/^[a-zA-Z_][a-zA-Z_0-9]*$/.test(key) ? key : paint(c, strText(key), 'string')) : `[${key}]`;
  return `${k}: ${s}`;
}
const plainLen = s => s.replace(/\x1b\[\d+m/g, '').length;
// Entries of a long array in columns of their own widths, about as wide as they are high.
function groupItems(c, list, v) {
  const space = 2, count = list.length - (v !== undefined && list.length > 100 ? 1 : 0);
  const lengths = list.slice(0, count).map(plainLen), total = lengths.reduce((sum, l) => sum + l + space, 0), max = Math.max(...lengths), actual = max + space;
  if (actual * 3 + c.indent >= c.breakLength || total / actual <= 5 && max > 6) return list;
  const bias = Math.sqrt(actual - total / list.length), biased = Math.max(actual - 3 - bias, 1);
  const columns = Math.min(Math.round(Math.sqrt(2.5 * biased * count) / biased), Math.floor((c.breakLength - c.indent) / actual), c.compact * 4, 15);
  if (columns <= 1) return list;
  const widths = [];
  for (let i = 0; i < columns; i++) {
    let width = 0;
    for (let j = i; j < count; j += columns) width = Math.max(width, lengths[j]);
    widths.push(width + space);
  }
  const numbers = v !== undefined && list.every((_, i) => typeof v[i] === 'number' || typeof v[i] === 'bigint'), rows = [];
  for (let i = 0; i < count; i += columns) {
    const end = Math.min(i + columns, count) - 1;
    let row = '';
    for (let j = i; j <= end; j++) {
      const shown = j < end ? list[j] + ', ' : list[j], room = widths[j - i] - (j < end ? 0 : space), fill = ' '.repeat(Math.max(room - plainLen(shown), 0));
      row += numbers ? fill + shown : j < end ? shown + fill : shown;
    }
    rows.push(row);
  }
  return list.length > count ? [...rows, list[count]] : rows;
}
function reduce(c, list, base, braces, array, depth, v) {
  if (c.compact !== true) {
    const entries = list.length; if (array && entries > 6) list = groupItems(c, list, v);
    if (c.level - depth < c.compact && entries === list.length) { const start = list.length + c.indent + braces[0].length + base.length + 10; let total = list.length + start; let fits = total + list.length <= c.breakLength; if (fits) { for (const s of list) { total += plainLen(s); if (total > c.breakLength) { fits = false; break; } } } if (fits && (base === '' || !base.includes('\n'))) { const s = list.join(', '); if (!s.includes('\n')) return `${base ? `${base} ` : ''}${braces[0]} ${s} ${braces[1]}`; } }
    const ind = `\n${' '.repeat(c.indent)}`; return `${base ? `${base} ` : ''}${braces[0]}${ind}  ${list.join(`,${ind}  `)}${ind}${braces[1]}`;
  }
  return `${base ? `${base} ` : ''}${braces[0]} ${list.join(', ')} ${braces[1]}`;
}
inspect.custom = Symbol.for('nodejs.util.inspect.custom'); inspect.defaultOptions = {};
function formatWith(o, ...a) {
  let s = '', i = 0; if (typeof a[0] === 'string') { if (a.length === 1) return a[0]; const f = a[0]; i = 1; let at = 0, r = ''; for (let p = 0; p < f.length - 1; p++) { if (f[p] !== '%') continue; const t = f[p + 1]; if (t === '%') { r += f.slice(at, p) + '%'; at = p + 2; p++; continue; } if (i >= a.length) continue; let x; const v = a[i]; if (t === 's') x = typeof v === 'bigint' ? v + 'n' : typeof v === 'object' && v !== null ? (typeof v.toString === 'function' && v.toString !== Object.prototype.toString && v.toString !== Array.prototype.toString && $.kind(v) !== 'Error' ? String(v) : inspect(v, { ...o, depth: 0, colors: false, compact: 3 })) : Object.is(v, -0) ? '-0' : String(v); else if (t === 'd') x = typeof v === 'bigint' ? v + 'n' : typeof v === 'symbol' || typeof v === 'object' ? 'NaN' : String(Number(v)); else if (t === 'i') x = String(parseInt(v)); else if (t === 'f') x = String(parseFloat(v)); else if (t === 'j') { try { x = JSON.stringify(v); } catch { x = '[Circular]'; } } else if (t === 'o') x = inspect(v, { ...o, showHidden: true, depth: 4 }); else if (t === 'O') x = inspect(v, o); else if (t === 'c') x = ''; else continue; r += f.slice(at, p) + x; at = p + 2; i++; p++; } s = r + f.slice(at); }
  for (; i < a.length; i++) { const v = a[i]; s += (i ? ' ' : '') + (typeof v === 'string' ? v : inspect(v, o)); }
  return s;
}
const format = (...a) => formatWith({}, ...a);
$.show = v => inspect(v, { depth: 0 });
const promisify = f => { if (f[promisify.custom]) return f[promisify.custom]; return function (...a) { return new Promise((y, n) => f.call(this, ...a, (e, v) => e ? n(e) : y(v))); }; }; promisify.custom = Symbol.for('nodejs.util.promisify.custom');
const kindIs = k => v => $.kind(v) === k;
module.exports = { inspect, format, formatWithOptions: formatWith, promisify, callbackify: f => (...a) => { const cb = a.pop(); f(...a).then(v => process.nextTick(cb, null, v), e => process.nextTick(cb, e)); }, inherits(c, s) { $.define(c, 'super_', s, 7); $.setProto(c.prototype, s.prototype); }, deprecate: f => f, isDeepStrictEqual: (a, b) => require('assert').equalDeep(a, b), types: { isPromise: kindIs('Promise'), isDate: kindIs('Date'), isRegExp: kindIs('RegExp'), isMap: kindIs('Map'), isSet: kindIs('Set'), isNativeError: kindIs('Error'), isTypedArray: kindIs('Bytes'), isAsyncFunction: kindIs('AsyncFunction'), isProxy: kindIs('Proxy') }, TextEncoder, TextDecoder, isArray: Array.isArray, stripVTControlCharacters: s => s.replace(/\x1b\[[0-9;]*m/g, ''), styleText: (f, t) => t, debuglog: () => () => {}, parseArgs({ args = process.argv.slice(2), options = {}, allowPositionals } = {}) { const values = {}, positionals = []; for (let i = 0; i < args.length; i++) { const a = args[i]; if (a.startsWith('--')) { const [k, v] = a.slice(2).split('='); values[k] = options[k] && options[k].type === 'string' ? v ?? args[++i] : true; } else if (a.startsWith('-') && a.length > 1) { for (const k of Object.keys(options)) if (options[k].short === a[1]) values[k] = options[k].type === 'string' ? args[++i] : true; } else positionals.push(a); } for (const k of Object.keys(options)) if (!(k in values) && 'default' in options[k]) values[k] = options[k].default; return { values, positionals }; } };
