// mysql2: connections, pools and prepared statements as sidorares.github.io/node-mysql2/docs describes them, over the
// simulated server's own lines, written for Drydock.
const net = require('net'), Emitter = require('events');
const escape = v => v === undefined || v === null ? 'NULL' : typeof v === 'boolean' ? String(v) : typeof v === 'number' || typeof v === 'bigint' ? String(v) : v instanceof Date ? quote(v.toISOString().slice(0, 23).replace('T', ' ')) : Buffer.isBuffer(v) ? `X'${v.toString('hex')}'` : Array.isArray(v) ? v.map(x => Array.isArray(x) ? `(${escape(x)})` : escape(x)).join(', ') : typeof v === 'object' ? typeof v.toSqlString === 'function' ? v.toSqlString() : Object.keys(v).map(k => `${escapeId(k)} = ${escape(v[k])}`).join(', ') : quote(String(v));
const quote = s => `'${s.replace(/[\\']/g, c => '\\' + c).replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\0/g, '\\0')}'`;
const escapeId = s => Array.isArray(s) ? s.map(escapeId).join(', ') : String(s).split('.').map(p => `\`${p.replaceAll('`', '``')}\``).join('.');
const format = (sql, values) => { if (values === undefined) return sql; const list = Array.isArray(values) ? values : [values]; let n = 0; return sql.replace(/\?\??/g, m => n >= list.length ? m : m === '??' ? escapeId(list[n++]) : escape(list[n++])); };
const CODES = { 1007: 'ER_DB_CREATE_EXISTS', 1044: 'ER_DBACCESS_DENIED_ERROR', 1045: 'ER_ACCESS_DENIED_ERROR', 1048: 'ER_BAD_NULL_ERROR', 1049: 'ER_BAD_DB_ERROR', 1050: 'ER_TABLE_EXISTS_ERROR', 1051: 'ER_BAD_TABLE_ERROR', 1054: 'ER_BAD_FIELD_ERROR', 1062: 'ER_DUP_ENTRY', 1064: 'ER_PARSE_ERROR', 1136: 'ER_WRONG_VALUE_COUNT_ON_ROW', 1146: 'ER_NO_SUCH_TABLE', 1264: 'ER_WARN_DATA_OUT_OF_RANGE', 1364: 'ER_NO_DEFAULT_FOR_FIELD', 1366: 'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD', 1406: 'ER_DATA_TOO_LONG', 1451: 'ER_ROW_IS_REFERENCED_2', 1452: 'ER_NO_REFERENCED_ROW_2' };
const refused = (e, sql) => { const x = new Error(e.message); x.code = CODES[e.number] ?? 'ER_UNKNOWN_ERROR'; x.errno = e.number ?? 1105; x.sqlState = e.state; x.sqlMessage = e.message; if (sql !== undefined) x.sql = sql; return x; };
const cell = (c, o) => { if (c === null) return null; const [kind, text] = c; if (kind === 'i' || kind === 'f') { const n = Number(text); return Number.isSafeInteger(n) || kind === 'f' ? n : text; } if (kind === 'b') return text === 't' || text === '1' ? 1 : 0; if ((kind === 'd' || kind === 's') && !o.dateStrings) return new Date(text.includes(' ') ? text.replace(' ', 'T') + 'Z' : text + 'T00:00:00Z'); return text; };
const settings = o => { if (typeof o !== 'string') return { ...o }; const u = new URL(o); return { host: u.hostname, port: u.port ? +u.port : undefined, user: decodeURIComponent(u.username), password: decodeURIComponent(u.password), database: u.pathname.slice(1) || undefined }; };
const called = (sql, values, cb) => { if (typeof values === 'function') { cb = values; values = undefined; } if (typeof sql === 'object') { values ??= sql.values; return [sql.sql, values, cb, sql]; } return [sql, values, cb, {}]; };
let ids = 0;
class Connection extends Emitter {
  constructor(o) {
    super(); this.config = settings(o); this.threadId = ++ids; this._queue = []; this._text = '';
    const { host = 'localhost', port = 3306, user = '', password = '', database = '', connectTimeout = 10000 } = this.config;
    const socket = this.stream = net.connect({ port: +port, host });
    const slow = setTimeout(() => { const e = new Error('connect ETIMEDOUT'); e.code = 'ETIMEDOUT'; e.errno = 'ETIMEDOUT'; e.syscall = 'connect'; socket.destroy(e); }, connectTimeout); slow.unref?.();
    socket.on('connect', () => { clearTimeout(slow); socket.write(JSON.stringify({ user, password: password ?? '', database: database ?? '' }) + '\n'); });
    socket.on('data', d => { this._text += d; let i; while ((i = this._text.indexOf('\n')) >= 0) { const line = this._text.slice(0, i); this._text = this._text.slice(i + 1); this._answer(JSON.parse(line)); } });
    socket.on('error', e => { clearTimeout(slow); this._end(e); });
    socket.on('close', () => { const e = new Error('Connection lost: The server closed the connection.'); e.code = 'PROTOCOL_CONNECTION_LOST'; e.fatal = true; this._end(e); });
  }
  _answer(reply) { if (!this._there) { if (reply.error) { const e = refused(reply.error); e.fatal = true; this.stream.end(); return this._end(e); } this._there = true; this.emit('connect'); this._go(); return; } const job = this._queue.shift(); this._busy = false; job?.answer(reply); this._go(); }
  _end(e) { if (this._dead) return; this._dead = e; const waiting = this._queue.splice(0); if (this._leaving) { waiting.forEach(j => j.fail(e)); return this.emit('end'); } let told = false; for (const j of waiting) { told = true; j.fail(e); } if (!told) this.listenerCount('error') ? this.emit('error', e) : process.nextTick(() => { throw e; }); }
  _go() { if (this._busy || !this._there || !this._queue.length) return; this._busy = true; this.stream.write(JSON.stringify({ sql: this._queue[0].sql }) + '\n'); }
  _ask(sql, answer, fail) { if (this._dead || this._leaving) { const e = this._dead ?? new Error("Can't add new command when connection is in closed state"); if (!this._dead) e.code = 'PROTOCOL_ENQUEUE_AFTER_QUIT'; return void process.nextTick(() => fail(e)); } this._queue.push({ sql, answer, fail }); this._go(); }
  connect(cb) { if (this._there) return void process.nextTick(() => cb?.(null)); if (this._dead) return void process.nextTick(() => cb?.(this._dead)); const job = { sql: '', fail: e => cb?.(e), answer() {} }; this._queue.unshift(job); this.once('connect', () => { this._queue.splice(this._queue.indexOf(job), 1); cb?.(null); this._go(); }); }
  query(...a) {
    const [sql, values, cb, o] = called(...a), text = format(sql, values), out = new Emitter(), options = { ...this.config, ...o };
    this._ask(text, reply => {
      if (reply.error) { const e = refused(reply.error, text); return cb ? cb(e) : out.listenerCount('error') ? out.emit('error', e) : this.emit('error', e); }
      let rows, fields;
      if (reply.columns) { fields = reply.columns.map(([name]) => ({ name })); rows = reply.rows.map(r => { const cells = r.map(c => cell(c, options)); return options.rowsAsArray ? cells : Object.fromEntries(cells.map((c, i) => [fields[i].name, c])); }); }
      else rows = Object.assign(Object.create({ constructor: function ResultSetHeader() {} }), { fieldCount: 0, affectedRows: reply.affected, insertId: reply.last_id ?? 0, info: '', serverStatus: 2, warningStatus: 0, ...(/^\s*update/i.test(text) && { info: `Rows matched: ${reply.matched ?? reply.affected}  Changed: ${reply.affected}  Warnings: 0`, changedRows: reply.affected }) });
      cb?.(null, rows, fields); if (reply.columns) rows.forEach(r => out.emit('result', r)); out.emit('end');
    }, e => cb ? cb(e) : out.listenerCount('error') ? out.emit('error', e) : this.emit('error', e));
    return out;
  }
  execute(...a) { const [sql, values, cb, o] = called(...a); if (values?.some?.(v => v === undefined)) throw new TypeError('Bind parameters must not contain undefined. To pass SQL NULL specify JS null'); return this.query({ ...o, sql, values }, cb); }
  beginTransaction(cb) { return this.query('START TRANSACTION', cb); } commit(cb) { return this.query('COMMIT', cb); } rollback(cb) { return this.query('ROLLBACK', cb); } ping(cb) { return this.query('SELECT 1', e => cb?.(e)); } changeUser(o, cb) { if (o.database) return this.query(`USE ${escapeId(o.database)}`, e => cb?.(e)); process.nextTick(() => cb?.(null)); }
  end(cb) { const leave = () => { this._leaving = true; this.stream.end(); cb?.(); }; if (!this._there || this._dead) return void process.nextTick(leave); this._ask('SELECT 1', leave, leave); } destroy() { this._leaving = true; this.stream.destroy(); } close() { this.end(); }
  release() { this._pool?._back(this); } escape(v) { return escape(v); } escapeId(v) { return escapeId(v); } format(s, v) { return format(s, v); } promise() { return new Promised(this); }
}
class Pool extends Emitter {
  constructor(o) { super(); this.config = settings(o); this._free = []; this._all = []; this._wait = []; }
  getConnection(cb) {
    if (this._ended) { const e = new Error('Pool is closed.'); return void process.nextTick(() => cb(e)); }
    const c = this._free.shift(); if (c) return void process.nextTick(() => cb(null, c));
    if (this._all.length >= (this.config.connectionLimit ?? 10)) { this._wait.push(cb); return; }
    const made = new Connection(this.config); made._pool = this; this._all.push(made); const gone = () => { this._all = this._all.filter(x => x !== made); this._free = this._free.filter(x => x !== made); };
    made.on('error', gone); made.on('end', gone); made.connect(e => { if (e) gone(); e ? cb(e) : cb(null, made); });
  }
  _back(c) { if (c._dead) { this._all = this._all.filter(x => x !== c); const next = this._wait.shift(); if (next) this.getConnection(next); return; } const next = this._wait.shift(); next ? process.nextTick(() => next(null, c)) : this._free.push(c); }
  query(...a) { const [sql, values, cb, o] = called(...a), out = new Emitter(); this.getConnection((e, c) => { if (e) return cb ? cb(e) : out.emit('error', e); c.query({ ...o, sql, values }, (...r) => { c.release(); cb ? cb(...r) : r[0] && out.emit('error', r[0]); }); }); return out; } execute(...a) { return this.query(...a); }
  end(cb) { this._ended = true; const all = this._all.splice(0); all.forEach(c => c.end()); process.nextTick(() => cb?.(null)); } promise() { return new PromisedPool(this); } escape(v) { return escape(v); } escapeId(v) { return escapeId(v); } format(s, v) { return format(s, v); } releaseConnection(c) { c.release(); }
}
const waits = f => new Promise((y, n) => f((e, ...r) => e ? n(e) : y(r)));
class Promised { constructor(c) { this.connection = c; this.threadId = c.threadId; } query(...a) { return waits(cb => this.connection.query(...a, cb)); } execute(...a) { return waits(cb => this.connection.execute(...a, cb)); } release() { this.connection.release(); } destroy() { this.connection.destroy(); } on(...a) { this.connection.on(...a); return this; } format(s, v) { return format(s, v); } escape(v) { return escape(v); } escapeId(v) { return escapeId(v); } }
for (const n of ['beginTransaction', 'commit', 'rollback', 'ping', 'end', 'connect', 'changeUser']) Promised.prototype[n] = async function (...a) { await waits(cb => this.connection[n](...a, cb)); };
class PromisedPool { constructor(p) { this.pool = p; } query(...a) { return waits(cb => this.pool.query(...a, cb)); } execute(...a) { return waits(cb => this.pool.execute(...a, cb)); } async getConnection() { const [c] = await waits(cb => this.pool.getConnection(cb)); return new Promised(c); } async end() { await waits(cb => this.pool.end(cb)); } on(...a) { this.pool.on(...a); return this; } format(s, v) { return format(s, v); } escape(v) { return escape(v); } escapeId(v) { return escapeId(v); } }
module.exports = { createConnection: o => new Connection(o), connect: o => new Connection(o), createPool: o => new Pool(o), escape, escapeId, format, raw: s => ({ toSqlString: () => s }), Connection, Pool, createPoolCluster() { throw new Error("drydock: mysql2's createPoolCluster is not simulated"); } };
Object.defineProperty(module.exports, 'promises', { enumerable: false, value: { createConnection: async o => { const c = new Connection(o); await waits(cb => c.connect(cb)); return new Promised(c); }, createPool: o => new PromisedPool(new Pool(o)), escape, escapeId, format } });
