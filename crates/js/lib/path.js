// node:path, the POSIX one.
const norm = (p, abs) => { const r = []; for (const s of p.split('/')) { if (!s || s === '.') continue; if (s === '..') { if (r.length && r.at(-1) !== '..') r.pop(); else if (!abs) r.push('..'); } else r.push(s); } return r.join('/'); };
const check = p => { if (typeof p !== 'string') { const e = new TypeError(`The "path" argument must be of type string. Received ${p == null ? p : `type ${typeof p} (${p})`}`); e.code = 'ERR_INVALID_ARG_TYPE'; throw e; } return p; };
const path = {
  sep: '/', delimiter: ':', isAbsolute: p => p[0] === '/',
  normalize(p) { check(p); if (!p) return '.'; const a = p[0] === '/', t = p.endsWith('/'); let r = norm(p, a); if (!r && !a) r = '.'; if (r && t) r += '/'; return a ? '/' + r : r; },
  join(...a) { const p = a.map(check).filter(Boolean).join('/'); return p ? path.normalize(p) : '.'; },
  resolve(...a) { let r = ''; for (let i = a.length - 1; i >= 0 && r[0] !== '/'; i--) if (check(a[i])) r = a[i] + '/' + r; if (r[0] !== '/') r = process.cwd() + '/' + r; return '/' + norm(r, true); },
  dirname(p) { check(p); p = p.replace(/(?!^)\/+$/, ''); const i = p.lastIndexOf('/'); return i < 0 ? '.' : i === 0 ? '/' : p.slice(0, i); },
  basename(p, e) { check(p); p = p.replace(/\/+$/, ''); p = p.slice(p.lastIndexOf('/') + 1); return e && p !== e && p.endsWith(e) ? p.slice(0, -e.length) : p; },
  extname(p) { const b = path.basename(p), i = b.lastIndexOf('.'); return i <= 0 ? '' : b.slice(i); },
  relative(a, b) { const x = path.resolve(a).split('/').filter(Boolean), y = path.resolve(b).split('/').filter(Boolean); let i = 0; while (i < x.length && x[i] === y[i]) i++; return [...x.slice(i).map(() => '..'), ...y.slice(i)].join('/'); },
  parse(p) { const base = path.basename(p), ext = path.extname(p), dir = path.dirname(p); return { root: p[0] === '/' ? '/' : '', dir: dir === '.' && !p.startsWith('.') ? '' : dir, base, ext, name: ext ? base.slice(0, -ext.length) : base }; },
  format: o => (o.dir ? (o.dir === o.root ? o.dir : o.dir + '/') : o.root || '') + (o.base ?? (o.name ?? '') + (o.ext ?? '')), toNamespacedPath: p => p,
};
path.posix = path; module.exports = path;
