// sqlite3: as github.com/TryGhost/node-sqlite3/wiki/API describes it, written for Drydock. Statements run one after the other.
const Emitter = require('events'), { Database: Store, error } = require('drydock:sqlite');
const sqlite3 = { OPEN_READONLY: 1, OPEN_READWRITE: 2, OPEN_CREATE: 4, OPEN_FULLMUTEX: 65536, OPEN_SHAREDCACHE: 131072, OPEN_PRIVATECACHE: 262144, OPEN_URI: 64, VERSION: '3.44.2', VERSION_NUMBER: 3044002, OK: 0, ERROR: 1, BUSY: 5, READONLY: 8, CANTOPEN: 14, CONSTRAINT: 19, MISUSE: 21 };
const split = a => { let cb = typeof a.at(-1) === 'function' ? a.pop() : undefined; while (a.length && a.at(-1) === undefined) a.pop(); return [a, cb]; };
class Statement extends Emitter {
  constructor(db, sql, given = []) { super(); this.db = db; this.sql = sql; this._given = given; this._at = 0; }
  _do(kind, a, finish) { const [given, cb] = split(a); if (given.length) { this._given = given; this._rows = undefined; } const values = this._given; this.db._later(() => { let r; try { if (this._gone) throw error('SQLITE_MISUSE', 'Statement is already finalized'); r = finish(this.db._store, values, this); } catch (e) { return this.db._fail(e, cb, this); } cb?.call(this, null, ...r); }); return this; }
  run(...a) { return this._do('run', a, (s, v) => { const r = s.run(this.sql, v); this.lastID = r.lastID; this.changes = r.changes; return []; }); }
  get(...a) { return this._do('get', a, (s, v) => { this._rows ??= s.run(this.sql, v).rows; const row = this._rows[this._at++]; return [row]; }); }
  all(...a) { return this._do('all', a, (s, v) => [s.run(this.sql, v).rows]); }
  each(...a) { const done = typeof a.at(-1) === 'function' && typeof a.at(-2) === 'function' ? a.pop() : undefined, [given, row] = split(a); return this._do('each', [...given, (e, rows) => { if (e) return (row ?? done)?.call(this, e); for (const r of rows) row?.call(this, null, r); done?.call(this, null, rows.length); }], (s, v) => [s.run(this.sql, v).rows]); }
  bind(...a) { const [given, cb] = split(a); this._given = given; this._rows = undefined; this._at = 0; if (cb) this.db._later(() => cb.call(this, null)); return this; }
  reset(cb) { this._rows = undefined; this._at = 0; if (cb) this.db._later(() => cb.call(this, null)); return this; }
  finalize(cb) { this.db._later(() => { this._gone = true; cb?.call(this); }); return this.db; }
}
class Database extends Emitter {
  constructor(file, mode, cb) {
    super(); if (typeof mode === 'function') { cb = mode; mode = undefined; } if (typeof file !== 'string') throw new TypeError('String expected');
    this.filename = file; this.mode = mode ?? 6; this.open = false; this._queue = [];
    this._later(() => { try { this._store = new Store(file, this.mode); } catch (e) { this._broken = true; return this._fail(e, cb, this); } this.open = true; cb?.call(this, null); this.emit('open'); });
  }
  _later(f) { this._queue.push(f); if (this._queue.length === 1) setImmediate(() => this._next()); }
  _next() { try { this._queue[0](); } finally { this._queue.shift(); if (this._queue.length) setImmediate(() => this._next()); } }
  _fail(e, cb, self) { if (cb) cb.call(self, e); else self.emit('error', e); }
  _once(method, sql, a) { if (typeof sql !== 'string') throw new TypeError('SQL query expected'); if (this._closed) { const e = error('SQLITE_MISUSE', 'Database is closed'), cb = split(a)[1]; if (!cb) throw e; setImmediate(() => cb(e)); return this; } new Statement(this, sql)[method](...a); return this; }
  run(sql, ...a) { return this._once('run', sql, a); } get(sql, ...a) { return this._once('get', sql, a); } all(sql, ...a) { return this._once('all', sql, a); } each(sql, ...a) { return this._once('each', sql, a); }
  exec(sql, cb) { this._later(() => { try { this._store.script(sql); } catch (e) { return this._fail(e, cb, this); } cb?.call(this, null); }); return this; }
  prepare(sql, ...a) { const [given, cb] = split(a), s = new Statement(this, sql, given); if (cb) this._later(() => cb.call(s, null)); return s; }
  serialize(f) { f?.(); return this; } parallelize(f) { f?.(); return this; } configure() { return this; } interrupt() { return this; } loadExtension() { throw new Error('drydock: extensions of sqlite3 are not simulated'); }
  close(cb) { this._later(() => { if (this._closed || this._broken) return this._fail(error('SQLITE_MISUSE', 'Database handle is closed'), cb, this); this._closed = true; this.open = false; cb?.call(this, null); this.emit('close'); }); return this; }
}
module.exports = Object.assign(sqlite3, { Database, Statement, cached: { Database }, verbose() { return sqlite3; } });
