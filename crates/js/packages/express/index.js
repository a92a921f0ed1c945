// express: routing and answering as expressjs.com/en/5x/api.html describes them, written for Drydock.
const http = require('http'), path = require('path'), fs = require('fs'), { parse: parseQuery } = require('querystring');
const TYPES = { html: 'text/html; charset=utf-8', htm: 'text/html; charset=utf-8', css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8', mjs: 'text/javascript; charset=utf-8', json: 'application/json; charset=utf-8', txt: 'text/plain; charset=utf-8', svg: 'image/svg+xml', png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', ico: 'image/x-icon', xml: 'application/xml', pdf: 'application/pdf' };
const escape = s => String(s).replace(/[&<>"']/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }[c]));
function pattern(p, end) {
  if (p instanceof RegExp) return { re: p, keys: [] };
  const keys = []; let s = p.replace(/\/+$/, '').replace(/[.+^$()|[\]]/g, '\\$&').replace(/\{([^}]*)\}/g, '(?:$1)?').replace(/\/:(\w+)\?/g, (_, k) => { keys.push(k); return '(?:/([^/]+))?'; }).replace(/:(\w+)/g, (_, k) => { keys.push(k); return '([^/]+)'; }).replace(/\*(\w*)/g, (_, k) => { keys.push(k || String(keys.length)); return '(.*)'; });
  return { re: new RegExp('^' + s + (end ? '/?$' : '(?=/|$)'), 'i'), keys };
}
function Router() {
  const stack = [], params = Object.create(null);
  // A parameter's callbacks run once for each of its values in a request, before the handler of the path.
  const prepare = (keys, known, req, res, done) => {
    const todo = []; for (const key of keys) for (const [n, f] of (key in req.params ? params[key] ?? [] : []).entries()) todo.push([key, f, n]);
    const step = err => {
      if (err) return done(err);
      const one = todo.shift(); if (!one) return done();
      const [key, f, n] = one, value = req.params[key];
      if (!n) { const before = known[key]; if (before && (before.of === value || before.error && before.error !== 'route')) { req.params[key] = before.value(); while (todo[0]?.[0] === key) todo.shift(); return step(before.error); } let last = value; known[key] = { of: value, value: () => last, keep: v => { last = v; } }; }
      const then = e => { known[key].keep(req.params[key]); if (e) { known[key].error = e; return done(e); } step(); };
      try { const r = f(req, res, then, known[key].of, key); if (r && typeof r.then === 'function') r.then(undefined, e => then(e ?? new Error('Rejected promise'))); } catch (e) { then(e); }
    };
    step();
  };
  const router = (req, res, out) => {
    const base = req.baseUrl ?? '', url = req.url, outer = req.params, known = Object.create(null); let i = 0;
    const next = err => {
      req.url = url; req.baseUrl = base; req.params = outer ?? {};
      if (err === 'router') return out();
      if (err === 'route') err = undefined;
      for (;;) {
        const l = stack[i++]; if (!l) return out(err);
        if (l.method && l.method !== req.method && !(l.method === 'GET' && req.method === 'HEAD')) continue;
        const at = url.split('?')[0]; let m = null, keys = [];
        for (const p of l.patterns) { m = p.re.exec(at); if (m) { const own = {}; p.keys.forEach((k, n) => { if (m[n + 1] !== undefined) own[k] = decodeURIComponent(m[n + 1]); }); req.params = { ...outer, ...own }; keys = p.keys; break; } }
        if (!m) continue;
        if ((err !== undefined && err !== null) !== (l.handle.length === 4)) continue;
        prepare(keys, known, req, res, failed => {
          if (failed) return next(err ?? failed);
          if (!l.method && !l.all) { const rest = url.slice(m[0].length); req.url = rest[0] === '/' ? rest : '/' + rest; req.baseUrl = base + m[0]; }
          try { const r = err !== undefined && err !== null ? l.handle(err, req, res, next) : l.handle(req, res, next); if (r && typeof r.then === 'function') r.then(undefined, e => next(e ?? new Error('Rejected promise'))); } catch (e) { next(e); }
        });
        return;
      }
    };
    next();
  };
  const add = (method, paths, handlers, all) => { const patterns = [].concat(paths).map(p => pattern(p, !!method || all)); for (const handle of handlers.flat(Infinity)) { if (typeof handle !== 'function') throw new TypeError(method ? `Route.${method.toLowerCase()}() requires a callback function but got a [object ${handle === undefined ? 'Undefined' : typeof handle}]` : 'argument handler must be a function'); stack.push({ method, patterns, handle, all }); } };
  router.use = (p, ...h) => { if (typeof p === 'function' || (Array.isArray(p) && typeof p[0] === 'function')) { h.unshift(p); p = '/'; } add(null, p, h.map(f => f.handle ?? f)); return router; };
  for (const m of ['get', 'post', 'put', 'patch', 'delete', 'head', 'options']) router[m] = (p, ...h) => { add(m.toUpperCase(), p, h); return router; };
  router.all = (p, ...h) => { add(null, p, h, true); return router; };
  router.route = p => { const r = {}; for (const m of ['get', 'post', 'put', 'patch', 'delete', 'all']) r[m] = (...h) => { router[m](p, ...h); return r; }; return r; };
  router.param = (names, f) => { for (const name of [].concat(names)) { if (typeof f !== 'function') throw new TypeError(`invalid param() call for ${name}, got ${f}`); (params[name] ??= []).push(f); } return router; };
  return router;
}
const request = { get(n) { n = n.toLowerCase(); return this.headers[n === 'referrer' ? 'referer' : n]; }, header(n) { return this.get(n); }, is(t) { return (this.headers['content-type'] ?? '').includes(t) && t; }, accepts(...t) { const a = this.headers.accept ?? '*/*'; return t.flat().find(x => a.includes('*/*') || a.includes(x)) ?? false; } };
const response = {
  status(c) { this.statusCode = c; return this; }, sendStatus(c) { this.statusCode = c; return this.type('txt').send(http.STATUS_CODES[c] ?? String(c)); },
  set(k, v) { if (typeof k === 'object') for (const n of Object.keys(k)) this.set(n, k[n]); else { if (k.toLowerCase() === 'content-type' && typeof v === 'string' && /^text\//.test(v) && !/charset/.test(v)) v += '; charset=utf-8'; this.setHeader(k, v); } return this; }, get(k) { return this.getHeader(k); }, append(k, v) { this.appendHeader(k, v); return this; }, vary(v) { this.setHeader('Vary', v); return this; },
  type(t) { this.setHeader('Content-Type', t.includes('/') ? t : TYPES[t.replace(/^\./, '')] ?? 'application/octet-stream'); return this; },
  send(b) { if (typeof b === 'number' || typeof b === 'boolean' || (typeof b === 'object' && b !== null && !Buffer.isBuffer(b))) return this.json(b); if (b === null || b === undefined) b = ''; if (!this.hasHeader('Content-Type') && b !== '') this.setHeader('Content-Type', Buffer.isBuffer(b) ? 'application/octet-stream' : 'text/html; charset=utf-8'); const d = Buffer.isBuffer(b) ? b : Buffer.from(b); this.setHeader('Content-Length', d.length); this.setHeader('ETag', `W/"${d.length.toString(16)}-${require('crypto').createHash('sha1').update(d).digest('base64').slice(0, 27)}"`); if (this.req.headers['if-none-match'] === this.getHeader('ETag') && this.statusCode === 200) { this.statusCode = 304; this.removeHeader('Content-Length'); this.removeHeader('Content-Type'); this.end(); return this; } this.end(d); return this; },
  json(v) { if (!this.hasHeader('Content-Type')) this.setHeader('Content-Type', 'application/json; charset=utf-8'); const o = this.app.settings; return this.send(JSON.stringify(v, undefined, o['json spaces']) ?? ''); }, jsonp(v) { return this.json(v); },
  redirect(c, u) { if (typeof c === 'string') { u = c; c = 302; } this.statusCode = c; this.setHeader('Location', u); return this.type('txt').send(`${http.STATUS_CODES[c]}. Redirecting to ${u}`); }, location(u) { this.setHeader('Location', u); return this; },
  sendFile(p, o, cb) { if (typeof o === 'function') { cb = o; o = {}; } const f = o?.root ? path.join(o.root, p) : p; if (!path.isAbsolute(f)) throw new TypeError('path must be absolute or specify root to res.sendFile'); let d; try { d = fs.readFileSync(f); } catch (e) { e.status = e.statusCode = 404; cb ? cb(e) : this.req.next(e); return; } if (!this.hasHeader('Content-Type')) this.type(path.extname(f) || 'bin'); this.send(d); cb?.(); }, download(p) { this.setHeader('Content-Disposition', `attachment; filename="${path.basename(p)}"`); this.sendFile(path.resolve(p)); },
  cookie(k, v, o = {}) { this.appendHeader('Set-Cookie', `${k}=${encodeURIComponent(v)}; Path=${o.path ?? '/'}${o.maxAge ? `; Max-Age=${Math.floor(o.maxAge / 1000)}` : ''}${o.httpOnly ? '; HttpOnly' : ''}`); return this; }, clearCookie(k) { return this.cookie(k, '', {}); }, render() { throw new Error('drydock: express\'s view engines are not simulated'); }, format(o) { const k = this.req.accepts(Object.keys(o)); if (o[k]) o[k](this.req, this); return this; },
};
function page(res, status, text) { const body = `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n<pre>${text}</pre>\n</body>\n</html>\n`; res.statusCode = status; res.setHeader('Content-Security-Policy', "default-src 'none'"); res.setHeader('X-Content-Type-Options', 'nosniff'); res.setHeader('Content-Type', 'text/html; charset=utf-8'); res.setHeader('Content-Length', Buffer.byteLength(body)); res.end(body); }
function express() {
  const router = Router();
  const app = (req, res, out) => {
    for (const [o, m] of [[req, request], [res, response]]) for (const k of Object.keys(m)) o[k] = m[k];
    const first = !req.app; req.app = res.app = app; req.res = res; res.locals ??= {}; req.originalUrl ??= req.url; req.path = req.url.split('?')[0]; req.query = { ...parseQuery(req.url.split('?')[1] ?? '') }; req.ip = req.socket.remoteAddress; req.protocol = 'http'; req.secure = false; req.hostname = (req.headers.host ?? '').split(':')[0]; req.xhr = false; req.params = {}; if (first && app.settings['x-powered-by']) res.setHeader('X-Powered-By', 'Express');
    const done = out ?? (err => { if (res.headersSent) { if (err) { console.error(err.stack ?? String(err)); req.socket.destroy(); } return; } if (!err) return page(res, 404, `Cannot ${req.method} ${escape(req.originalUrl.split('?')[0])}`); const status = err.status ?? err.statusCode ?? (res.statusCode >= 400 ? res.statusCode : 500); const prod = app.settings.env === 'production'; if (app.settings.env !== 'test' && status >= 500) console.error(err.stack ?? String(err)); page(res, status, prod ? http.STATUS_CODES[status] : escape(err.stack ?? String(err)).replace(/\n/g, '<br>').replace(/ {2}/g, ' &nbsp;')); });
    req.next = done; router(req, res, done);
  };
  Object.assign(app, router); app.handle = undefined; app.router = router; app.settings = { env: process.env.NODE_ENV || 'development', 'x-powered-by': true }; app.locals = { settings: app.settings };
  const get = router.get; app.get = (p, ...h) => h.length ? (get(p, ...h), app) : app.settings[p]; for (const k of ['use', 'all', 'param', 'post', 'put', 'patch', 'delete', 'head', 'options']) app[k] = (...a) => { router[k](...a); return app; };
  app.set = (k, v) => { app.settings[k] = v; return app; }; app.enable = k => app.set(k, true); app.disable = k => app.set(k, false); app.enabled = k => !!app.settings[k]; app.engine = () => app;
  app.listen = (...a) => { const s = http.createServer((req, res) => app(req, res)); const cb = a.at(-1); if (typeof cb === 'function') s.once('error', e => cb(e)); return s.listen(...a); };
  return app;
}
for (const kind of ['json', 'urlencoded', 'text', 'raw']) express[kind] = require('body-parser')[kind];
express.static = (root, o = {}) => (req, res, next) => { if (req.method !== 'GET' && req.method !== 'HEAD') return next(); let f = path.join(path.resolve(root), decodeURIComponent(req.url.split('?')[0])); if (!f.startsWith(path.resolve(root))) return next(); let s = fs.statSync(f, { throwIfNoEntry: false }); if (s?.isDirectory()) { if (o.index === false) return next(); f = path.join(f, o.index ?? 'index.html'); s = fs.statSync(f, { throwIfNoEntry: false }); } if (!s || !s.isFile()) return next(); res.setHeader('Cache-Control', 'public, max-age=0'); res.setHeader('Last-Modified', s.mtime.toUTCString()); res.sendFile(f); };
express.Router = Router; express.application = {}; express.request = request; express.response = response; express.default = express;
module.exports = express;
