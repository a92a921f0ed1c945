// The language's own library, where it calls programs back: ECMA-262 §19-28. `$` is what `natives` gives.
const G = $.global, P = $.protos;
const hide = (o, m) => { for (const k of $.keys(m, 3, false)) { const d = $.own(m, k); if (d.length > 2) $.define(o, k, undefined, 4, d[2], d[3]); else $.define(o, k, d[0], 5); } return o; };
const ctor = (name, f, proto, statics) => { $.define(f, 'name', name, 4); $.define(f, 'prototype', proto, 0); $.define(proto, 'constructor', f, 5); $.define(G, name, f, 5); if (statics) hide(f, statics); return f; };
const isObj = v => (typeof v === 'object' && v !== null) || typeof v === 'function';
const fail = m => { throw new $.TypeError(m); };
$.hide = hide; $.ctor = ctor;
$.define(G, 'globalThis', G, 5); $.define(G, 'undefined', undefined, 0); $.define(G, 'NaN', 0 / 0, 0); $.define(G, 'Infinity', 1 / 0, 0);
// Symbols and functions
const Sym = ctor('Symbol', function Symbol(d) { return d === undefined ? $.Symbol() : $.Symbol(d); }, P.symbol, { iterator: $.iterator, asyncIterator: $.asyncIterator, hasInstance: $.hasInstance, toPrimitive: $.toPrimitive, toStringTag: $.toStringTag, species: $.species, for: k => $.symbolFor(k), keyFor: s => $.description(s) });
hide(P.symbol, { toString() { return $.text($.primitive(this)); }, valueOf() { return $.primitive(this); }, get description() { return $.description($.primitive(this)); } });
ctor('Function', function Function() { throw new $.TypeError('drydock: functions made of text are not simulated'); }, P.function);
hide(P.function, { call: $.call, apply: $.apply, bind: $.bind, toString() { return $.source(this); } });
const it = (next, tag) => { const o = $.bare(P.iterator); $.define(o, 'next', next, 5); if (tag) $.define(o, $.toStringTag, tag, 4); return o; };
$.define(P.iterator, $.iterator, function () { return this; }, 5);
$.define(P.function, $.hasInstance, undefined, 0);
// Objects
const entriesOf = o => $.keys(o, 1, true).map(k => [k, o[k]]);
const toDesc = d => d === undefined ? undefined : d.length > 2 ? { get: d[2], set: d[3], enumerable: !!(d[1] & 2), configurable: !!(d[1] & 4) } : { value: d[0], writable: !!(d[1] & 1), enumerable: !!(d[1] & 2), configurable: !!(d[1] & 4) };
const defProp = (o, k, d) => {
  if (!isObj(o)) fail('Object.defineProperty called on non-object');
  if (!isObj(d)) fail('Property description must be an object: ' + String(d));
  if (typeof k !== 'symbol') k = String(k);
  const old = $.own(o, k), has = (n, bit) => n in d ? (d[n] ? bit : 0) : old ? old[1] & bit : 0;
  const flags = has('enumerable', 2) | has('configurable', 4);
  if ('get' in d || 'set' in d) { const g = 'get' in d ? d.get : old && old[2], s = 'set' in d ? d.set : old && old[3]; $.define(o, k, undefined, flags, g, s); }
  else if (old && old.length > 2 && !('value' in d) && !('writable' in d)) $.define(o, k, undefined, flags, old[2], old[3]);
  else $.define(o, k, 'value' in d ? d.value : old ? old[0] : undefined, flags | has('writable', 1));
  return o;
};
ctor('Object', $.Object, P.object, {
  keys: o => $.keys(o, 1, true), values: o => $.keys(o, 1, true).map(k => o[k]), entries: entriesOf,
  assign(t, ...list) { if (t == null) fail('Cannot convert undefined or null to object'); for (const s of list) if (s != null) for (const k of $.keys(s, 3, true)) t[k] = s[k]; return t; },
  freeze: o => $.freeze(o, 3), seal: o => $.freeze(o, 2), preventExtensions: o => $.freeze(o, 1),
  isFrozen: o => $.level(o) >= 3, isSealed: o => $.level(o) >= 2, isExtensible: o => isObj(o) && $.level(o) === 0,
  getPrototypeOf: o => $.getProto(o), setPrototypeOf: (o, p) => $.setProto(o, p),
  create(p, props) { if (p !== null && !isObj(p)) fail('Object prototype may only be an Object or null: ' + String(p)); const o = $.bare(p); if (props) for (const k of $.keys(props, 3, true)) defProp(o, k, props[k]); return o; },
  defineProperty: defProp, defineProperties(o, m) { for (const k of $.keys(m, 3, true)) defProp(o, k, m[k]); return o; },
  getOwnPropertyNames: o => $.keys(o, 1, false), getOwnPropertySymbols: o => $.keys(o, 2, false),
  getOwnPropertyDescriptor: (o, k) => toDesc($.own(o, k)),
  getOwnPropertyDescriptors(o) { const r = {}; for (const k of $.keys(o, 3, false)) r[k] = toDesc($.own(o, k)); return r; },
  fromEntries(l) { const o = {}; for (const [k, v] of l) o[k] = v; return o; }, is: $.is, hasOwn: (o, k) => $.own(o, k) !== undefined,
  groupBy(l, f) { const o = $.bare(null); let i = 0; for (const x of l) { const k = f(x, i++); (o[k] ??= []).push(x); } return o; },
});
hide(P.object, {
  hasOwnProperty(k) { return $.own(this, k) !== undefined; }, isPrototypeOf(o) { for (let p = isObj(o) ? $.getProto(o) : null; p; p = $.getProto(p)) if (p === this) return true; return false; },
  propertyIsEnumerable(k) { const d = $.own(this, k); return !!d && !!(d[1] & 2); }, valueOf() { return this; }, toLocaleString() { return this.toString(); },
  toString() { if (this === undefined) return '[object Undefined]'; if (this === null) return '[object Null]'; const t = this[$.toStringTag]; if (typeof t === 'string') return `[object ${t}]`; const k = $.kind($.Object(this)); return `[object ${/^(Array|Error|Boolean|Number|String|Date|RegExp)$/.test(k) ? k : typeof this === 'function' ? 'Function' : 'Object'}]`; },
  get __proto__() { return $.getProto(this); }, set __proto__(p) { if (p === null || isObj(p)) $.setProto(this, p); },
});
// Errors
for (const n of ['Error', 'TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'URIError']) {
  const proto = P[{ Error: 'error', TypeError: 'type_error', RangeError: 'range_error', ReferenceError: 'reference_error', SyntaxError: 'syntax_error', URIError: 'uri_error' }[n]];
  ctor(n, $[n], proto); hide(proto, { name: n, message: '' }); if (n !== 'Error') $.setProto($[n], $.Error);
}
hide(P.error, { toString() { const n = this.name === undefined ? 'Error' : String(this.name), m = this.message === undefined ? '' : String(this.message); return !m ? n : !n ? m : n + ': ' + m; } });
hide($.Error, { captureStackTrace(o) { $.define(o, 'stack', P.error.toString.call(o) + $.stack().split('\n').filter(l => !l.includes('captureStackTrace')).join('\n'), 5); }, stackTraceLimit: 10 });
G.AggregateError = class AggregateError extends $.Error { constructor(list, m, o) { super(m, o); $.define(this, 'errors', [...list], 5); } };
hide(G.AggregateError.prototype, { name: 'AggregateError' }); $.define(G, 'AggregateError', G.AggregateError, 5);
G.EvalError = class EvalError extends $.Error {}; $.define(G, 'EvalError', G.EvalError, 5);
// Iterators and generators
const iterHelp = { map: function* (f) { let i = 0; for (const x of this) yield f(x, i++); }, filter: function* (f) { let i = 0; for (const x of this) if (f(x, i++)) yield x; }, take: function* (n) { if (n <= 0) return; for (const x of this) { yield x; if (--n <= 0) return; } }, drop: function* (n) { for (const x of this) if (n-- <= 0) yield x; }, flatMap: function* (f) { for (const x of this) yield* f(x); }, toArray() { return [...this]; }, forEach(f) { let i = 0; for (const x of this) f(x, i++); }, reduce(f, a) { return [...this].reduce(f, a); }, some(f) { for (const x of this) if (f(x)) return true; return false; }, every(f) { for (const x of this) if (!f(x)) return false; return true; }, find(f) { for (const x of this) if (f(x)) return x; } };
hide(P.iterator, iterHelp);
hide(P.generator, { next: $.next, throw: $.throw, return: $.return }); $.define(P.generator, $.toStringTag, 'Generator', 4);
hide(P.async_generator, { next: $.next, throw: $.throw, return: $.return }); $.define(P.async_generator, $.asyncIterator, function () { return this; }, 5); $.define(P.async_generator, $.toStringTag, 'AsyncGenerator', 4);
// Arrays
const len = o => { const n = Math.trunc(Number(o.length)); return n > 0 ? n : 0; };
const fn = (f, n) => { if (typeof f !== 'function') fail(`${$.show ? $.show(f) : String(f)} is not a function`); };
const rel = (n, l, d) => { if (n === undefined) return d; n = Math.trunc(Number(n)) || 0; return n < 0 ? Math.max(0, l + n) : Math.min(n, l); };
ctor('Array', $.Array, P.array, {
  isArray: a => $.kind(a) === 'Array' || ($.kind(a) === 'Proxy' && $.kind($.proxyTarget(a)) === 'Array'),
  of: (...a) => a,
  from(src, f) { const r = []; let i = 0; if (src == null) fail(`${src} is not iterable`); if (src[$.iterator]) { for (const x of src) { r.push(f ? f(x, i) : x); i++; } } else for (; i < len(src); i++) r.push(f ? f(src[i], i) : src[i]); return r; },
  async fromAsync(src, f) { const r = []; for await (const x of src) r.push(f ? await f(x) : x); return r; },
});
const species = (me) => [];
hide(P.array, {
  push: $.push, pop: $.pop, shift: $.shift, unshift: $.unshift, slice: $.slice, splice: $.splice, reverse: $.reverse, indexOf: $.indexOf,
  at(i) { i = Math.trunc(i) || 0; return this[i < 0 ? len(this) + i : i]; },
  concat(...l) { const r = $.slice.call(this); for (const x of l) if (Array.isArray(x)) for (const y of x) r.push(y); else r.push(x); return r; },
  join(s) { if (joining.includes(this)) return ''; joining.push(this); try { const parts = []; for (let i = 0, n = len(this); i < n; i++) { const v = this[i]; parts.push(v == null ? '' : typeof v === 'object' ? String(v) : v); } return $.join(parts, s === undefined ? ',' : String(s)); } finally { joining.pop(); } },
  toString() { return this.join(); }, toLocaleString() { return this.map(x => x == null ? '' : x.toLocaleString()).join(','); },
  lastIndexOf(x) { for (let i = len(this) - 1; i >= 0; i--) if (this[i] === x) return i; return -1; },
  includes(x, from) { for (let i = rel(from, len(this), 0); i < len(this); i++) if (this[i] === x || (x !== x && this[i] !== this[i])) return true; return false; },
  forEach(f, t) { fn(f); for (let i = 0; i < len(this); i++) if (i in this) f.call(t, this[i], i, this); },
  map(f, t) { fn(f); const n = len(this), r = new $.Array(n); for (let i = 0; i < n; i++) if (i in this) r[i] = f.call(t, this[i], i, this); return r; },
  filter(f, t) { fn(f); const r = []; for (let i = 0; i < len(this); i++) if (i in this) { const x = this[i]; if (f.call(t, x, i, this)) r.push(x); } return r; },
  find(f, t) { fn(f); for (let i = 0; i < len(this); i++) if (f.call(t, this[i], i, this)) return this[i]; },
  findIndex(f, t) { fn(f); for (let i = 0; i < len(this); i++) if (f.call(t, this[i], i, this)) return i; return -1; },
  findLast(f, t) { fn(f); for (let i = len(this) - 1; i >= 0; i--) if (f.call(t, this[i], i, this)) return this[i]; },
  findLastIndex(f, t) { fn(f); for (let i = len(this) - 1; i >= 0; i--) if (f.call(t, this[i], i, this)) return i; return -1; },
  some(f, t) { fn(f); for (let i = 0; i < len(this); i++) if (i in this && f.call(t, this[i], i, this)) return true; return false; },
  every(f, t) { fn(f); for (let i = 0; i < len(this); i++) if (i in this && !f.call(t, this[i], i, this)) return false; return true; },
  reduce(f, ...a) { fn(f); let i = 0, r; const n = len(this); if (a.length) r = a[0]; else { if (!n) fail('Reduce of empty array with no initial value'); r = this[i++]; } for (; i < n; i++) if (i in this) r = f(r, this[i], i, this); return r; },
  reduceRight(f, ...a) { fn(f); let i = len(this) - 1, r; if (a.length) r = a[0]; else { if (i < 0) fail('Reduce of empty array with no initial value'); r = this[i--]; } for (; i >= 0; i--) r = f(r, this[i], i, this); return r; },
  fill(v, a, b) { const n = len(this); for (let i = rel(a, n, 0), e = rel(b, n, n); i < e; i++) this[i] = v; return this; },
  flat(d = 1) { const r = []; const go = (l, d) => { for (const x of l) if (Array.isArray(x) && d > 0) go(x, d - 1); else r.push(x); }; go(this, d); return r; },
  flatMap(f, t) { return this.map(f, t).flat(); },
  sort(cmp) { const holes = []; const l = []; for (const x of this) (x === undefined ? holes : l).push(x); const s = mergeSort(l, cmp || defaultCompare(l)); for (let i = 0; i < s.length; i++) this[i] = s[i]; for (let i = 0; i < holes.length; i++) this[s.length + i] = undefined; return this; },
  toSorted(c) { return [...this].sort(c); }, toReversed() { return [...this].reverse(); }, toSpliced(...a) { const r = [...this]; r.splice(...a); return r; },
  with(i, v) { const r = [...this]; if (i < 0) i += r.length; if (i < 0 || i >= r.length) throw new $.RangeError('Invalid index : ' + i); r[i] = v; return r; },
  keys() { let i = 0; const a = this; return it(() => i < a.length ? { value: i++, done: false } : { value: undefined, done: true }, 'Array Iterator'); },
  entries() { let i = 0; const a = this; return it(() => i < a.length ? { value: [i, a[i++]], done: false } : { value: undefined, done: true }, 'Array Iterator'); },
  values() { let i = 0; const a = this; return it(() => i < len(a) ? { value: a[i++], done: false } : { value: undefined, done: true }, 'Array Iterator'); },
  copyWithin(t, s, e) { const part = this.slice(s, e); for (let i = 0; i < part.length && t + i < this.length; i++) this[t + i] = part[i]; return this; },
});
$.define(P.array, $.iterator, P.array.values, 5);
const joining = [];
const defaultCompare = l => { const keys = new G.Map(); const k = x => { if (typeof x === 'string') return x; let s = keys.get(x); if (s === undefined) keys.set(x, s = String(x)); return s; }; return (a, b) => { const x = k(a), y = k(b); return x < y ? -1 : x > y ? 1 : 0; }; };
const mergeSort = (l, c) => { if (l.length < 2) return l; const m = l.length >> 1, a = mergeSort(l.slice(0, m), c), b = mergeSort(l.slice(m), c), r = []; let i = 0, j = 0; while (i < a.length && j < b.length) r.push(c(b[j], a[i]) < 0 ? b[j++] : a[i++]); while (i < a.length) r.push(a[i++]); while (j < b.length) r.push(b[j++]); return r; };
// Numbers, booleans, BigInt, Math
const num = v => typeof v === 'bigint' ? Number(v) : $.Number(v);
const NumberF = ctor('Number', function Number(...a) { const v = a.length ? (isObj(a[0]) ? +a[0] : typeof a[0] === 'symbol' ? +a[0] : $.Number(a[0])) : 0; return new.target ? $.setProto($.wrap(v), new.target.prototype) : v; }, P.number, { MAX_SAFE_INTEGER: 9007199254740991, MIN_SAFE_INTEGER: -9007199254740991, MAX_VALUE: 1.7976931348623157e308, MIN_VALUE: 5e-324, EPSILON: 2 ** -52, POSITIVE_INFINITY: 1 / 0, NEGATIVE_INFINITY: -1 / 0, NaN: 0 / 0, isInteger: n => typeof n === 'number' && n % 1 === 0, isSafeInteger: n => typeof n === 'number' && n % 1 === 0 && Math.abs(n) <= 9007199254740991, isFinite: n => typeof n === 'number' && n - n === 0, isNaN: n => n !== n && typeof n === 'number' });
const thisNum = v => { v = $.primitive(v); if (typeof v !== 'number') fail('Number.prototype.valueOf requires that \'this\' be a Number'); return v; };
const expText = (n, d) => { if (n - n !== 0) return String(n); let [m, e] = $.exponential(n, d).split('e'); return m + 'e' + (e[0] === '-' ? '-' + e.slice(1) : '+' + e); };
hide(P.number, {
  toString(r) { return r === undefined || r === 10 ? $.text(thisNum(this)) : $.radix(thisNum(this), r); }, valueOf() { return thisNum(this); }, toFixed(d) { return $.fixed(thisNum(this), d === undefined ? 0 : d); },
  toPrecision(p) { const n = thisNum(this); if (p === undefined || n - n !== 0) return String(n); if (p < 1 || p > 100) throw new $.RangeError('toPrecision() argument must be between 1 and 100'); const [, e] = $.exponential(n, p - 1).split('e'); return +e < -6 || +e >= p ? expText(n, p - 1) : $.fixed(n, Math.max(0, p - 1 - +e)); },
  toExponential(d) { return expText(thisNum(this), d); },
  toLocaleString(loc, o = {}) { return localeNumber(thisNum(this), o); },
});
const group = s => { let r = ''; for (let i = 0; i < s.length; i++) { if (i && (s.length - i) % 3 === 0) r += ','; r += s[i]; } return r; };
const localeNumber = (n, o) => {
  if (n !== n) return 'NaN'; if (n === 1 / 0 || n === -1 / 0) return n > 0 ? '∞' : '-∞';
  const money = o.style === 'currency', pc = o.style === 'percent'; if (pc) n *= 100;
  const min = o.minimumFractionDigits ?? (money ? 2 : 0), max = o.maximumFractionDigits ?? Math.max(min, money ? 2 : pc ? 0 : 3);
  let [w, f = ''] = $.fixed(Math.abs(n), max).split('.'); while (f.length > min && f.endsWith('0')) f = f.slice(0, -1);
  const sign = n < 0 && /[1-9]/.test(w + f) ? '-' : '', unit = money ? ({ USD: '$', EUR: '€', GBP: '£', JPY: '¥', CNY: 'CN¥', INR: '₹' }[o.currency] ?? o.currency + ' ') : '';
  return sign + unit + (o.useGrouping === false ? w : group(w)) + (f ? '.' + f : '') + (pc ? '%' : '');
};
$.localeNumber = localeNumber;
ctor('Boolean', $.Boolean, P.boolean); hide(P.boolean, { toString() { return String($.primitive(this)); }, valueOf() { return $.primitive(this); } });
ctor('BigInt', function BigInt(v) { return $.BigInt(v); }, P.bigint, { asUintN: (b, v) => { const m = 1n << $.BigInt(b); return ((v % m) + m) % m; }, asIntN: (b, v) => { const m = 1n << $.BigInt(b); const r = ((v % m) + m) % m; return r >= m / 2n ? r - m : r; } }); hide(P.bigint, { toString(r) { return r ? $.radix($.primitive(this), r) : $.text($.primitive(this)); }, valueOf() { return $.primitive(this); }, toLocaleString() { const s = $.text($.primitive(this)); return s[0] === '-' ? '-' + group(s.slice(1)) : group(s); } }); $.define(P.bigint, $.toStringTag, 'BigInt', 4);
const Math = $.bare(P.object); $.define(G, 'Math', Math, 5); $.define(Math, $.toStringTag, 'Math', 4);
hide(Math, { PI: 3.141592653589793, E: 2.718281828459045, LN2: 0.6931471805599453, LN10: 2.302585092994046, LOG2E: 1.4426950408889634, LOG10E: 0.4342944819032518, SQRT2: 1.4142135623730951, SQRT1_2: 0.7071067811865476 });
for (const n of ['floor', 'ceil', 'round', 'trunc', 'abs', 'sqrt', 'cbrt', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'exp', 'expm1', 'log', 'log2', 'log10', 'log1p', 'fround', 'clz32', 'atan2', 'pow']) { const f = (x, y) => $.math(n, +x, +y); $.define(f, 'name', n, 4); $.define(Math, n, f, 5); }
let seed = null;
hide(Math, { max(...a) { let r = -1 / 0; for (let x of a) { x = +x; if (x !== x) return x; if (x > r) r = x; } return r; }, min(...a) { let r = 1 / 0; for (let x of a) { x = +x; if (x !== x) return x; if (x < r) r = x; } return r; }, sign(x) { x = +x; return x > 0 ? 1 : x < 0 ? -1 : x; }, hypot(...a) { return Math.sqrt(a.reduce((s, x) => s + x * x, 0)); }, imul: (a, b) => Number(($.BigInt(a | 0) * $.BigInt(b | 0)) & 0xffffffffn) | 0, random() { if (!seed || seed[1] >= 4096) seed = [$.sync('random', 4096), 0]; const b = seed[0], i = seed[1]; seed[1] += 8; let r = 0; for (let j = 0; j < 6; j++) r = (r + b[i + j]) / 256; return r; } });
hide(G, {
  parseInt(s, r) { s = String(s).trim(); let neg = s[0] === '-'; if (neg || s[0] === '+') s = s.slice(1); r = r | 0; if ((!r || r === 16) && /^0x/i.test(s)) { s = s.slice(2); r = 16; } r = r || 10; let v = 0, i = 0; for (; i < s.length; i++) { const c = s.charCodeAt(i), d = c >= 48 && c <= 57 ? c - 48 : c >= 97 && c <= 122 ? c - 87 : c >= 65 && c <= 90 ? c - 55 : 99; if (d >= r) break; v = v * r + d; } return i ? (neg ? -v : v) : 0 / 0; },
  parseFloat: s => $.parseFloat(String(s)), isNaN: n => { n = +n; return n !== n; }, isFinite: n => { n = +n; return n - n === 0; },
  encodeURIComponent: s => enc(String(s), /[A-Za-z0-9\-_.!~*'()]/), encodeURI: s => enc(String(s), /[A-Za-z0-9\-_.!~*'();\/?:@&=+$,#]/),
  decodeURIComponent: s => dec(String(s)), decodeURI: s => dec(String(s)), escape: s => enc(String(s), /[A-Za-z0-9@*_+\-.\/]/), unescape: s => dec(String(s)),
});
hide(NumberF, { parseFloat: G.parseFloat, parseInt: G.parseInt });
const hex2 = n => '%' + (n < 16 ? '0' : '') + $.radix(n, 16).toUpperCase();
const enc = (s, ok) => { let r = ''; for (const c of s) if (ok.test(c)) r += c; else { const b = $.encode(c); for (let i = 0; i < b.length; i++) r += hex2(b[i]); } return r; };
const dec = s => { if (!s.includes('%')) return s; const parts = []; for (let i = 0; i < s.length;) { if (s[i] === '%') { const run = []; while (s[i] === '%') { const h = s.slice(i + 1, i + 3); if (!/^[0-9a-fA-F]{2}$/.test(h)) { const e = new $.URIError('URI malformed'); throw e; } run.push(G.parseInt(h, 16)); i += 3; } const b = $.bytes('Uint8Array', P.uint8array, run.length); for (let j = 0; j < run.length; j++) b[j] = run[j]; const t = $.decode(b); if (t.includes('\ufffd')) throw new $.URIError('URI malformed'); parts.push(t); } else { let j = i; while (j < s.length && s[j] !== '%') j++; parts.push(s.slice(i, j)); i = j; } } return $.join(parts, ''); };
// Strings
ctor('String', function String(...a) { const v = a.length ? (typeof a[0] === 'symbol' && !new.target ? $.text(a[0]) : isObj(a[0]) ? `${a[0]}` : $.text(a[0])) : ''; return new.target ? $.setProto($.wrap(v), new.target.prototype) : v; }, P.string, { fromCharCode: (...a) => $.fromCodes(...a.map(x => x & 0xffff)), fromCodePoint: (...a) => $.fromCodes(...a), raw: (s, ...v) => s.raw.map((x, i) => x + (i < v.length && i < s.raw.length - 1 ? v[i] : '')).join('') });
const S = v => { if (v == null) fail('String.prototype method called on null or undefined'); return typeof v === 'string' ? v : String(v); };
const isRe = v => $.kind(v) === 'RegExp';
const sub = (t, m, str, pos, groups, named) => t.includes('$') ? expand(t, m, str, pos, groups, named) : t;
const expand = (t, m, str, pos, groups, named) => { let r = ''; for (let i = 0; i < t.length; i++) { const c = t[i], n = t[i + 1]; if (c !== '$' || n === undefined) { r += c; continue; } if (n === '$') { r += '$'; i++; } else if (n === '&') { r += m; i++; } else if (n === '`') { r += str.slice(0, pos); i++; } else if (n === "'") { r += str.slice(pos + m.length); i++; } else if (n >= '0' && n <= '9') { let d = n + (t[i + 2] >= '0' && t[i + 2] <= '9' ? t[i + 2] : ''); if (+d > groups.length) d = n; if (+d >= 1 && +d <= groups.length) { r += groups[+d - 1] ?? ''; i += d.length; } else r += c; } else if (n === '<' && named) { const e = t.indexOf('>', i); r += named[t.slice(i + 2, e)] ?? ''; i = e; } else r += c; } return r; };
hide(P.string, {
  toString() { return $.text($.primitive(this)); }, valueOf() { return $.primitive(this); },
  at(i) { const s = S(this); i = Math.trunc(i) || 0; return s[i < 0 ? s.length + i : i]; },
  includes(x, p) { if (isRe(x)) fail('First argument to String.prototype.includes must not be a regular expression'); return S(this).indexOf(String(x), p) >= 0; }, startsWith(x, p = 0) { x = String(x); return S(this).slice(p, p + x.length) === x; }, endsWith(x, p) { const s = p === undefined ? S(this) : S(this).slice(0, p); x = String(x); return s.length >= x.length && s.slice(s.length - x.length) === x; },
  substr(a, n) { const s = S(this); a = rel(a, s.length, 0); return s.slice(a, n === undefined ? s.length : Math.max(a, a + n)); },
  padStart(n, f = ' ') { const s = S(this), d = n - s.length; return d > 0 && f !== '' ? f.repeat(Math.ceil(d / f.length)).slice(0, d) + s : s; }, padEnd(n, f = ' ') { const s = S(this), d = n - s.length; return d > 0 && f !== '' ? s + f.repeat(Math.ceil(d / f.length)).slice(0, d) : s; },
  concat(...l) { return S(this) + l.join(''); }, localeCompare(o, loc, opt) { const a = S(this), b = String(o); if (opt && opt.numeric && /\d/.test(a) && /\d/.test(b)) { const x = a.match(/\d+|\D+/g), y = b.match(/\d+|\D+/g); for (let i = 0; i < x.length && i < y.length; i++) { const c = /\d/.test(x[i]) && /\d/.test(y[i]) ? x[i] - y[i] : $.compare(x[i], y[i]); if (c) return c < 0 ? -1 : 1; } return x.length - y.length; } return $.compare(a, b); }, normalize() { return S(this); }, isWellFormed() { return true; }, toWellFormed() { return S(this); },
  split(by, lim) { const s = S(this); if (by === undefined) return [s]; let r; if (isRe(by)) { r = []; let at = 0, i = 0; if (!s.length) return $.exec(by, s, 0) ? [] : [s]; while (i < s.length) { const m = $.exec(by, s, i); if (!m || m[0] >= s.length) break; if (m[1] === m[0] && m[1] === at) { i = m[0] + 1; if (m[0] === at && m[1] === at) { if (i > s.length) break; const n = $.exec(by, s, i); if (!n || n[0] >= s.length) break; r.push(s.slice(at, n[0])); at = n[1]; i = n[1] === n[0] ? n[1] : n[1]; for (let g = 2; g < n.length; g += 2) r.push(n[g] === undefined ? undefined : s.slice(n[g], n[g + 1])); } continue; } r.push(s.slice(at, m[0])); for (let g = 2; g < m.length; g += 2) r.push(m[g] === undefined ? undefined : s.slice(m[g], m[g + 1])); at = i = m[1]; } r.push(s.slice(at)); } else r = $.split(s, String(by)); return lim === undefined ? r : r.slice(0, lim); },
  match(re) { const s = S(this); if (!isRe(re)) re = new G.RegExp(re); if (!re.global) return re.exec(s); const r = []; let m; re.lastIndex = 0; while ((m = re.exec(s))) { r.push(m[0]); if (m[0] === '') re.lastIndex++; } return r.length ? r : null; },
  matchAll(re) { const s = S(this); if (isRe(re) && !re.global) fail('String.prototype.matchAll called with a non-global RegExp argument'); const c = new G.RegExp(isRe(re) ? re.source : re, isRe(re) ? re.flags : 'g'); return (function* () { let m; while ((m = c.exec(s))) { yield m; if (m[0] === '') c.lastIndex++; } })(); },
  search(re) { const m = $.exec(isRe(re) ? re : new G.RegExp(re), S(this), 0); return m ? m[0] : -1; },
  replace(p, t) { const s = S(this); if (!isRe(p)) { p = String(p); const i = s.indexOf(p); return i < 0 ? s : s.slice(0, i) + (typeof t === 'function' ? String(t(p, i, s)) : sub(String(t), p, s, i, [])) + s.slice(i + p.length); } return replaceRe(s, p, t, p.global); },
  replaceAll(p, t) { const s = S(this); if (isRe(p)) { if (!p.global) fail('replaceAll must be called with a global RegExp'); return replaceRe(s, p, t, true); } p = String(p); const r = []; let at = 0, i; while ((i = s.indexOf(p, at)) >= 0 && i <= s.length) { r.push(s.slice(at, i), typeof t === 'function' ? String(t(p, i, s)) : sub(String(t), p, s, i, [])); at = i + p.length; if (p === '') { if (i >= s.length) break; r.push(s[i]); at = i + 1; } } r.push(s.slice(at)); return $.join(r, ''); },
});
const replaceRe = (s, p, t, all) => { const r = []; let at = 0, from = p.sticky ? p.lastIndex : 0; const [, , names, groups] = $.regexParts(p); for (;;) { if (from > s.length) break; const m = $.exec(p, s, from); if (!m) break; const g = []; for (let i = 2; i < m.length; i += 2) g.push(m[i] === undefined ? undefined : s.slice(m[i], m[i + 1])); const whole = s.slice(m[0], m[1]); let named; if (names.length) { named = {}; names.forEach((n, i) => { named[n] = g[groups[i] - 1]; }); } r.push(s.slice(at, m[0]), typeof t === 'function' ? String(named ? t(whole, ...g, m[0], s, named) : t(whole, ...g, m[0], s)) : sub(String(t), whole, s, m[0], g, named)); at = m[1]; from = m[1] === m[0] ? m[1] + 1 : m[1]; if (!all) break; } if (all) p.lastIndex = 0; r.push(s.slice(at)); return $.join(r, ''); };
$.define(P.string, $.iterator, function () { const l = $.points(S(this)); let i = 0; return it(() => i < l.length ? { value: l[i++], done: false } : { value: undefined, done: true }, 'String Iterator'); }, 5);
// Regular expressions
ctor('RegExp', function RegExp(p, f) { return isRe(p) ? $.RegExp(p.source === '(?:)' ? '' : p.source, f === undefined ? p.flags : f) : $.RegExp(p === undefined ? '' : String(p), f); }, P.regexp, { escape: s => s.replace(/[\\^$.*+?()[\]{}|\/]/g, '\\$&') });
hide(P.regexp, {
  exec(str) { const s = String(str), parts = $.regexParts(this), live = parts[1].includes('g') || parts[1].includes('y'); const m = $.exec(this, s, live ? this.lastIndex : 0); if (!m) { if (live) this.lastIndex = 0; return null; } if (live) this.lastIndex = m[1]; const r = []; for (let i = 0; i < m.length; i += 2) r.push(m[i] === undefined ? undefined : s.slice(m[i], m[i + 1])); r.index = m[0]; r.input = s; if (parts[2].length) { r.groups = $.bare(null); parts[2].forEach((n, i) => { r.groups[n] = r[parts[3][i]]; }); } else r.groups = undefined; return r; },
  test(s) { return this.exec(s) !== null; }, toString() { return `/${this.source}/${this.flags}`; },
  get source() { return $.regexParts(this)[0]; }, get flags() { return [...$.regexParts(this)[1]].sort().join(''); }, get global() { return $.regexParts(this)[1].includes('g'); }, get ignoreCase() { return $.regexParts(this)[1].includes('i'); }, get multiline() { return $.regexParts(this)[1].includes('m'); }, get sticky() { return $.regexParts(this)[1].includes('y'); }, get unicode() { return $.regexParts(this)[1].includes('u'); }, get dotAll() { return $.regexParts(this)[1].includes('s'); },
});
// Maps and sets
const mapIt = (m, pick, tag) => { let at = 0; return it(() => { const e = at < 0 ? undefined : $.mapEntry(m, at); if (!e) { at = -1; return { value: undefined, done: true }; } at = e[0]; return { value: pick(e), done: false }; }, tag); };
ctor('Map', function Map(l) { if (!new.target) fail("Constructor Map requires 'new'"); const m = $.construct($.makeMap, [], new.target); if (l != null) for (const [k, v] of l) m.set(k, v); return m; }, P.map, { groupBy(l, f) { const m = new G.Map(); let i = 0; for (const x of l) { const k = f(x, i++); if (m.has(k)) m.get(k).push(x); else m.set(k, [x]); } return m; } });
hide(P.map, { get(k) { return $.mapGet(this, k); }, set(k, v) { $.mapSet(this, k, v); return this; }, has(k) { return $.mapHas(this, k); }, delete(k) { return $.mapDelete(this, k); }, clear() { $.mapClear(this); }, get size() { return $.length(this); }, forEach(f, t) { for (let e, at = 0; (e = $.mapEntry(this, at)); at = e[0]) f.call(t, e[2], e[1], this); }, keys() { return mapIt(this, e => e[1], 'Map Iterator'); }, values() { return mapIt(this, e => e[2], 'Map Iterator'); }, entries() { return mapIt(this, e => [e[1], e[2]], 'Map Entries'); } });
$.define(P.map, $.iterator, P.map.entries, 5); $.define(P.map, $.toStringTag, 'Map', 4);
ctor('Set', function Set(l) { if (!new.target) fail("Constructor Set requires 'new'"); const m = $.construct($.makeSet, [], new.target); if (l != null) for (const v of l) m.add(v); return m; }, P.set);
hide(P.set, { add(v) { $.mapSet(this, v, v); return this; }, has(k) { return $.mapHas(this, k); }, delete(k) { return $.mapDelete(this, k); }, clear() { $.mapClear(this); }, get size() { return $.length(this); }, forEach(f, t) { for (let e, at = 0; (e = $.mapEntry(this, at)); at = e[0]) f.call(t, e[1], e[1], this); }, values() { return mapIt(this, e => e[1], 'Set Iterator'); }, entries() { return mapIt(this, e => [e[1], e[1]], 'Set Entries'); }, union(o) { return new G.Set([...this, ...o.keys()]); }, intersection(o) { return new G.Set([...this].filter(x => o.has(x))); }, difference(o) { return new G.Set([...this].filter(x => !o.has(x))); }, isSubsetOf(o) { return [...this].every(x => o.has(x)); } });
hide(P.set, { keys: P.set.values }); $.define(P.set, $.iterator, P.set.values, 5); $.define(P.set, $.toStringTag, 'Set', 4);
const weak = (name, isMap) => { const C = ctor(name, isMap ? function (l) { const w = $.setProto($.makeMap(), new.target.prototype); if (l != null) for (const [k, v] of l) w.set(k, v); return w; } : function (l) { const w = $.setProto($.makeSet(), new.target.prototype); if (l != null) for (const v of l) w.add(v); return w; }, $.bare(P.object)); hide(C.prototype, { get: P.map.get, has: P.map.has, delete: P.map.delete, set(k, v) { if (!isObj(k)) fail('Invalid value used as weak map key'); $.mapSet(this, k, v); return this; }, add(k) { if (!isObj(k)) fail('Invalid value used in weak set'); $.mapSet(this, k, k); return this; } }); $.define(C.prototype, $.toStringTag, name, 4); };
weak('WeakMap', true); weak('WeakSet', false);
G.WeakRef = class WeakRef { #o; constructor(o) { this.#o = o; } deref() { return this.#o; } }; G.FinalizationRegistry = class FinalizationRegistry { register() {} unregister() {} };
// Promises
const Prom = ctor('Promise', function Promise(f) { if (!new.target) fail("Promise constructor cannot be invoked without 'new'"); if (typeof f !== 'function') fail(`Promise resolver ${$.show ? $.show(f) : f} is not a function`); const [p, yes, no] = $.construct($.makePromise, [], new.target); try { f(yes, no); } catch (e) { no(e); } return p; }, P.promise, {
  resolve(v) { if ($.kind(v) === 'Promise') return v; const [p, yes] = $.makePromise(); yes(v); return p; }, reject(e) { const [p, , no] = $.makePromise(); no(e); return p; },
  withResolvers() { const [promise, resolve, reject] = $.makePromise(); return { promise, resolve, reject }; },
  all(l) { return new Prom((yes, no) => { const r = []; let n = 0, i = 0; for (const p of l) { const j = i++; n++; Prom.resolve(p).then(v => { r[j] = v; if (!--n) yes(r); }, no); } if (!n) yes(r); }); },
  allSettled(l) { return Prom.all([...l].map(p => Prom.resolve(p).then(value => ({ status: 'fulfilled', value }), reason => ({ status: 'rejected', reason })))); },
  race(l) { return new Prom((yes, no) => { for (const p of l) Prom.resolve(p).then(yes, no); }); },
  any(l) { return new Prom((yes, no) => { const e = []; let n = 0, i = 0; for (const p of l) { const j = i++; n++; Prom.resolve(p).then(yes, x => { e[j] = x; if (!--n) no(new G.AggregateError(e, 'All promises were rejected')); }); } if (!n) no(new G.AggregateError(e, 'All promises were rejected')); }); },
  try: async (f, ...a) => f(...a),
});
hide(P.promise, { then: $.then, catch(f) { return this.then(undefined, f); }, finally(f) { return typeof f === 'function' ? this.then(v => Prom.resolve(f()).then(() => v), e => Prom.resolve(f()).then(() => { throw e; })) : this.then(f, f); } }); $.define(P.promise, $.toStringTag, 'Promise', 4);
$.define(G, 'queueMicrotask', function queueMicrotask(f) { $.micro(f); }, 7);
// Reflect and Proxy
ctor('Proxy', $.Proxy, $.bare(null)); $.define(G, 'Reflect', hide({}, { get: (o, k, r) => $.get(o, k), set: (o, k, v) => $.set(o, k, v), has: (o, k) => k in o, ownKeys: o => $.keys(o, 3, false), apply: (f, t, a) => $.apply.call(f, t, a), construct: (c, a, t) => $.construct(c, a, t), getPrototypeOf: o => $.getProto(o), setPrototypeOf: (o, p) => { $.setProto(o, p); return true; }, defineProperty: (o, k, d) => { try { defProp(o, k, d); return true; } catch { return false; } }, deleteProperty: (o, k) => { try { return delete o[k]; } catch { return false; } }, getOwnPropertyDescriptor: (o, k) => toDesc($.own(o, k)), isExtensible: o => $.level(o) === 0, preventExtensions: o => { $.freeze(o, 1); return true; } }), 5);
// JSON
$.define(G, 'JSON', hide({}, {
  parse(t, f) { const v = $.jsonParse(String(t)); if (!f) return v; const walk = (h, k) => { const x = h[k]; if (isObj(x)) for (const n of $.keys(x, 1, true)) { const y = walk(x, n); if (y === undefined) delete x[n]; else x[n] = y; } return f.call(h, k, x); }; return walk({ '': v }, ''); },
  stringify(v, f, sp) {
    const only = Array.isArray(f) ? f.map(String) : null, call = typeof f === 'function' ? f : null; sp = typeof sp === 'number' ? ' '.repeat(Math.min(10, sp)) : typeof sp === 'string' ? sp.slice(0, 10) : ''; const seen = [], keys = [];
    const go = (h, k, ind) => {
      let x = h[k]; if (x !== null && (typeof x === 'object' || typeof x === 'bigint') && typeof x.toJSON === 'function') x = x.toJSON(k); if (call) x = call.call(h, k, x);
      if (isObj(x)) { const t = $.kind(x); if (t === 'Number' || t === 'String' || t === 'Boolean') x = $.primitive(x); }
      switch (typeof x) { case 'string': return $.quote(x); case 'number': return x - x === 0 ? $.text(x) : 'null'; case 'boolean': return x ? 'true' : 'false'; case 'bigint': fail('Do not know how to serialize a BigInt'); case 'undefined': case 'function': case 'symbol': return undefined; }
      if (x === null) return 'null';
      if (seen.includes(x)) { const i = seen.indexOf(x); const name = o => (o.constructor && o.constructor.name) || 'Object'; const pk = s => Array.isArray(seen[s]) || /^\d+$/.test(keys[s + 1] ?? '') ? `index ${keys[s + 1] ?? k}` : `property '${keys[s + 1] ?? k}'`; let m = `Converting circular structure to JSON\n    --> starting at object with constructor '${name(seen[i])}'`; const path = keys.slice(i + 1).concat(k); if (path.length === 1) m += `\n    --- ${Array.isArray(seen[i]) ? 'index ' + k : `property '${k}'`} closes the circle`; else { path.slice(0, -1).forEach((p, j) => { if (j === 0 || j === path.length - 2) m += `\n    |     ${Array.isArray(seen[i + j]) ? 'index ' + p : `property '${p}'`} -> object with constructor '${name(seen[i + j + 1])}'`; else if (j === 1) m += '\n    |     ...'; }); m += `\n    --- property '${k}' closes the circle`; } fail(m); }
      if (seen.length > 400) throw new $.RangeError('Maximum call stack size exceeded');
      seen.push(x); keys.push(k); const inner = ind + sp, out = []; let r;
      if (Array.isArray(x)) { for (let i = 0; i < x.length; i++) out.push(go(x, String(i), inner) ?? 'null'); r = !out.length ? '[]' : sp ? `[\n${inner}${out.join(`,\n${inner}`)}\n${ind}]` : `[${out.join(',')}]`; }
      else { for (const n of only || $.keys(x, 1, true)) { const y = go(x, n, inner); if (y !== undefined) out.push($.quote(n) + (sp ? ': ' : ':') + y); } r = !out.length ? '{}' : sp ? `{\n${inner}${out.join(`,\n${inner}`)}\n${ind}}` : `{${out.join(',')}}`; }
      seen.pop(); keys.pop(); return r;
    };
    return go({ '': v }, '', '');
  },
}), 5); $.define(G.JSON, $.toStringTag, 'JSON', 4);
// Dates, in UTC as containers are
const DAY = 864e5, days = (y, m) => { y += Math.floor(m / 12); m = ((m % 12) + 12) % 12; const a = y - (m <= 1 ? 1 : 0), era = Math.floor(a / 400), yoe = a - era * 400, mp = (m + 10) % 12, doy = Math.floor((153 * mp + 2) / 5); return era * 146097 + yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy - 719468; };
const civil = t => { const z = Math.floor(t / DAY) + 719468, era = Math.floor(z / 146097), doe = z - era * 146097, yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365), doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100)), mp = Math.floor((5 * doy + 2) / 153), m = (mp + 2) % 12, s = ((t % DAY) + DAY) % DAY; return [yoe + era * 400 + (m <= 1 ? 1 : 0), m, doy - Math.floor((153 * mp + 2) / 5) + 1, Math.floor(s / 36e5), Math.floor(s / 6e4) % 60, Math.floor(s / 1e3) % 60, s % 1e3, (((Math.floor(t / DAY) + 4) % 7) + 7) % 7]; };
const make = (y, m = 0, d = 1, h = 0, i = 0, s = 0, ms = 0) => (days(y, m) + d - 1) * DAY + h * 36e5 + i * 6e4 + s * 1e3 + ms;
const MON = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'], WD = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'], LMON = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'], LWD = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const p2 = (n, w = 2) => String(n).padStart(w, '0');
const parseDate = s => { let m = /^([+-]\d{6}|\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/.exec(s); if (m) { const z = m[8] && m[8] !== 'Z' ? (m[8][0] === '-' ? 1 : -1) * (+m[8].slice(1, 3) * 60 + +m[8].slice(-2)) : 0; if (+m[2] > 12 || +m[3] > 31 || +m[4] > 24) return 0 / 0; return make(+m[1], (m[2] ?? 1) - 1, +(m[3] ?? 1), +(m[4] ?? 0), +(m[5] ?? 0) + z, +(m[6] ?? 0), m[7] ? Math.floor(+('0.' + m[7]) * 1000) : 0); } m = /^(?:\w{3,},?\s+)?(?:(\d{1,2})\s+(\w{3})\w*|(\w{3})\w*\s+(\d{1,2})),?\s+(\d{4})(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d))?)?/.exec(s); if (m) { const mo = MON.findIndex(x => x.toLowerCase() === (m[2] ?? m[3]).toLowerCase()); if (mo >= 0) return make(+m[5], mo, +(m[1] ?? m[4]), +(m[6] ?? 0), +(m[7] ?? 0), +(m[8] ?? 0)); } m = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(s); return m ? make(+m[3], m[1] - 1, +m[2]) : 0 / 0; };
const now = () => Math.floor($.sync('realtime') / 1e6);
const DateF = ctor('Date', function Date(...a) { if (!new.target) return dateText(now()); let t; if (!a.length) t = now(); else if (a.length === 1) { const v = $.kind(a[0]) === 'Date' ? $.primitive(a[0]) : isObj(a[0]) ? a[0].valueOf() : a[0]; t = typeof v === 'string' ? parseDate(v) : Math.trunc(+v); } else { const n = a.map(Number); if (n[0] >= 0 && n[0] < 100) n[0] += 1900; t = make(...n); } if (Math.abs(t) > 864e13) t = 0 / 0; return $.construct($.makeDate, [t], new.target); }, P.date, { now, parse: s => parseDate(String(s)), UTC: (...a) => make(...a) });
const T = d => { if ($.kind(d) !== 'Date') fail('this is not a Date object.'); return $.primitive(d); };
const dateText = t => { if (t !== t) return 'Invalid Date'; const c = civil(t); return `${WD[c[7]]} ${MON[c[1]]} ${p2(c[2])} ${p2(c[0], 4)} ${p2(c[3])}:${p2(c[4])}:${p2(c[5])} GMT+0000 (Coordinated Universal Time)`; };
const isoText = t => { if (t !== t) throw new $.RangeError('Invalid time value'); const c = civil(t); return `${c[0] < 0 || c[0] > 9999 ? (c[0] < 0 ? '-' : '+') + p2(Math.abs(c[0]), 6) : p2(c[0], 4)}-${p2(c[1] + 1)}-${p2(c[2])}T${p2(c[3])}:${p2(c[4])}:${p2(c[5])}.${p2(c[6], 3)}Z`; };
const lDate = (t, o = {}) => { const c = civil(t); if (o.year || o.month || o.day || o.weekday || o.dateStyle) { const long = o.month === 'long' || o.dateStyle === 'long' || o.dateStyle === 'full', mo = long ? LMON[c[1]] : o.month === 'short' || o.dateStyle === 'medium' ? MON[c[1]] : null; const wd = o.weekday === 'long' || o.dateStyle === 'full' ? LWD[c[7]] : o.weekday ? WD[c[7]] : ''; const d = o.day === '2-digit' ? p2(c[2]) : c[2], st = o.dateStyle; if (mo) { let s = mo + (o.day || st ? ' ' + d : ''); if (o.year || st) s += (o.day || st ? ', ' : ' ') + c[0]; return wd ? wd + ', ' + s : s; } const parts = [o.month ? (o.month === '2-digit' ? p2(c[1] + 1) : c[1] + 1) : null, o.day ? d : null, o.year ? c[0] : null].filter(x => x !== null); const s = st ? `${c[1] + 1}/${c[2]}/${String(c[0]).slice(-2)}` : parts.join('/'); return wd ? (s ? wd + ', ' + s : wd) : s; } return `${c[1] + 1}/${c[2]}/${c[0]}`; };
const lTime = (t, o = {}) => { const c = civil(t); const hm = o.hour12 === false ? `${p2(c[3])}:${p2(c[4])}` : `${o.hour === '2-digit' ? p2(c[3] % 12 || 12) : c[3] % 12 || 12}:${p2(c[4])}`; const s = o.timeStyle === 'short' || (o.hour && !o.second) ? '' : ':' + p2(c[5]); return hm + s + (o.hour12 === false ? '' : c[3] < 12 ? ' AM' : ' PM'); };
const dm = {}; ['FullYear', 'Month', 'Date', 'Hours', 'Minutes', 'Seconds', 'Milliseconds', 'Day'].forEach((n, i) => { const get = function () { const t = T(this); return t !== t ? t : civil(t)[i]; }; dm['get' + n] = get; dm['getUTC' + n] = get; if (i < 7) { const set = function (...v) { const t = T(this), c = civil(t === t ? t : 0).slice(0, 7); v.forEach((x, j) => { c[i + j] = +x; }); $.setDate(this, make(...c)); return T(this); }; dm['set' + n] = set; dm['setUTC' + n] = set; } });
hide(P.date, dm);
hide(P.date, { getTime() { return T(this); }, valueOf() { return T(this); }, setTime(t) { $.setDate(this, +t); return +t; }, getTimezoneOffset() { return 0; }, getYear() { return civil(T(this))[0] - 1900; }, toString() { return dateText(T(this)); }, toISOString() { return isoText(T(this)); }, toJSON() { const t = T(this); return t === t ? isoText(t) : null; }, toUTCString() { const t = T(this); if (t !== t) return 'Invalid Date'; const c = civil(t); return `${WD[c[7]]}, ${p2(c[2])} ${MON[c[1]]} ${p2(c[0], 4)} ${p2(c[3])}:${p2(c[4])}:${p2(c[5])} GMT`; }, toDateString() { return dateText(T(this)).slice(0, 15); }, toTimeString() { return dateText(T(this)).slice(16); }, toLocaleDateString(l, o) { const t = T(this); return t !== t ? 'Invalid Date' : lDate(t, o); }, toLocaleTimeString(l, o) { const t = T(this); return t !== t ? 'Invalid Date' : lTime(t, o); }, toLocaleString(l, o = {}) { const t = T(this); if (t !== t) return 'Invalid Date'; const hasD = o.year || o.month || o.day || o.weekday || o.dateStyle, hasT = o.hour || o.minute || o.second || o.timeStyle; return hasD && !hasT ? lDate(t, o) : hasT && !hasD ? lTime(t, o) : lDate(t, o) + ', ' + lTime(t, o); } });
hide(P.date, { toGMTString: P.date.toUTCString }); $.define(P.date, $.toPrimitive, function (h) { return h === 'number' ? T(this) : this.toString(); }, 4);
class DateTimeFormat { #o; constructor(l, o) { this.#o = o; } format(d) { return (d ?? new DateF()).toLocaleDateString('en-US', this.#o); } resolvedOptions() { return { locale: 'en-US', timeZone: 'UTC' }; } }
class NumberFormat { #o; constructor(l, o = {}) { this.#o = o; } format(n) { return localeNumber(Number(n), this.#o); } }
$.define(G, 'Intl', { DateTimeFormat, NumberFormat }, 5);
// Bytes
const TA = function TypedArray() { fail('Abstract class TypedArray not directly constructable'); }; $.define(TA, 'prototype', P.bytes, 0); $.define(P.bytes, 'constructor', TA, 5);
ctor('ArrayBuffer', function ArrayBuffer(n) { return $.bytes('ArrayBuffer', G.ArrayBuffer.prototype, +n || 0); }, $.bare(P.object), { isView: v => $.kind(v) === 'Bytes' }); hide(G.ArrayBuffer.prototype, { get byteLength() { return $.length(this); }, slice(a, b) { const v = new G.Uint8Array(this).slice(a, b); return v.buffer; } });
for (const [name, size] of [['Uint8Array', 1], ['Int8Array', 1], ['Uint8ClampedArray', 1], ['Uint16Array', 2], ['Int16Array', 2], ['Uint32Array', 4], ['Int32Array', 4], ['Float32Array', 4], ['Float64Array', 8]]) {
  const proto = name === 'Uint8Array' ? P.uint8array : $.bare(P.bytes);
  const C = ctor(name, function (a, off, n) { const p = new.target ? new.target.prototype : proto; if (a === undefined || typeof a === 'number') return $.bytes(name, p, a || 0); if ($.kind(a) === 'ArrayBuffer') return $.bytes(name, p, a, off || 0, n); const l = Array.isArray(a) || $.kind(a) === 'Bytes' ? a : [...a]; const r = $.bytes(name, p, l.length); for (let i = 0; i < l.length; i++) r[i] = l[i]; return r; }, proto, { BYTES_PER_ELEMENT: size, from(l, f) { const a = Array.from(l, f); return new this(a); }, of(...a) { return new this(a); } });
  $.setProto(C, TA); hide(proto, { BYTES_PER_ELEMENT: size });
}
const A = P.array;
hide(P.bytes, { get length() { return $.length(this); }, get byteLength() { return $.length(this) * (this.BYTES_PER_ELEMENT || 1); }, get byteOffset() { return 0; }, get buffer() { return $.bytes('ArrayBuffer', G.ArrayBuffer.prototype, this, 0); }, set(l, o = 0) { for (let i = 0; i < l.length; i++) this[o + i] = l[i]; }, subarray(a, b) { const n = this.length; a = rel(a, n, 0); b = rel(b, n, n); return $.bytes(kindOf(this), $.getProto(this), this, a * (this.BYTES_PER_ELEMENT || 1), Math.max(0, b - a)); }, slice(a, b) { const v = this.subarray(a, b), r = $.bytes(kindOf(this), $.getProto(this), v.length); r.set(v); return r; }, map(f) { const r = $.bytes(kindOf(this), $.getProto(this), this.length); for (let i = 0; i < this.length; i++) r[i] = f(this[i], i, this); return r; }, filter(f) { return new this.constructor([...this].filter(f)); }, sort(c) { const l = [...this].sort(c || ((a, b) => a - b)); this.set(l); return this; }, reverse() { this.set([...this].reverse()); return this; }, toString() { return [...this].join(','); } });
const kindOf = v => { for (let p = $.getProto(v); p; p = $.getProto(p)) { const n = p.constructor && p.constructor.name; if (/Array$/.test(n)) return n; } return 'Uint8Array'; }; $.kindOf = kindOf;
for (const n of ['at', 'join', 'forEach', 'find', 'findIndex', 'some', 'every', 'reduce', 'reduceRight', 'fill', 'includes', 'indexOf', 'lastIndexOf', 'keys', 'entries', 'values']) $.define(P.bytes, n, A[n], 5);
$.define(P.bytes, $.iterator, A.values, 5); $.define(P.bytes, $.toStringTag, undefined, 4, function () { return kindOf(this); });
G.TextEncoder = class TextEncoder { encode(s = '') { return $.encode(String(s)); } get encoding() { return 'utf-8'; } }; G.TextDecoder = class TextDecoder { constructor(e) { this.encoding = e || 'utf-8'; } decode(b) { return b === undefined ? '' : $.decode($.kind(b) === 'ArrayBuffer' ? new G.Uint8Array(b) : b); } };
$.define(G, 'structuredClone', function structuredClone(v) { const seen = new G.Map(); const go = x => { if (typeof x === 'function' || typeof x === 'symbol') { const e = new $.Error(`${String(x)} could not be cloned.`); e.name = 'DataCloneError'; throw e; } if (!isObj(x)) return x; if (seen.has(x)) return seen.get(x); const k = $.kind(x); let r; if (k === 'Date') r = new DateF(+x); else if (k === 'RegExp') r = new G.RegExp(x.source, x.flags); else if (k === 'Map') { r = new G.Map(); seen.set(x, r); for (const [a, b] of x) r.set(go(a), go(b)); return r; } else if (k === 'Set') { r = new G.Set(); seen.set(x, r); for (const a of x) r.add(go(a)); return r; } else if (k === 'Bytes') r = x.slice(); else if (k === 'Error') { r = new (G[x.name] || $.Error)(x.message); $.define(r, 'stack', x.stack, 5); } else { r = k === 'Array' ? [] : {}; seen.set(x, r); for (const n of $.keys(x, 1, true)) r[n] = go(x[n]); return r; } seen.set(x, r); return r; }; return go(v); }, 7);
