// What the package sqlite3 stands on: a database in memory or in a file, and one statement of it at a time. A file begins as
// SQLite's do and goes on as text; python's sqlite3 reads and writes the same.
const path = require('path'), MAGIC = 'SQLite format 3\0', HEAD = MAGIC.length + 34;
const NUMBERS = { SQLITE_ERROR: 1, SQLITE_BUSY: 5, SQLITE_READONLY: 8, SQLITE_IOERR: 10, SQLITE_CORRUPT: 11, SQLITE_FULL: 13, SQLITE_CANTOPEN: 14, SQLITE_CONSTRAINT: 19, SQLITE_MISMATCH: 20, SQLITE_MISUSE: 21, SQLITE_RANGE: 25, SQLITE_NOTADB: 26 };
const error = (code, message) => { const e = new Error(`${code}: ${message}`); e.errno = NUMBERS[code] ?? 1; e.code = code; e.stack = `Error: ${e.message}`; return e; };
const CHANGES = ['INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'CREATE', 'DROP', 'ALTER', 'COMMIT', 'END', 'VACUUM'];
const named = v => v !== null && typeof v === 'object' && !Array.isArray(v) && $.kind(v) !== 'Bytes' && $.kind(v) !== 'Date';
class Database {
  // `mode` is made of OPEN_READONLY 1, OPEN_READWRITE 2, OPEN_CREATE 4.
  constructor(file, mode) {
    this.store = $.database(process.pid); this.seen = ''; this.file = file === ':memory:' || file === '' ? undefined : path.resolve(file);
    if (!this.file) return;
    const flags = mode & 2 ? mode & 4 ? 0o102 : 2 : 0; let fd = $.sync('open', this.file, flags, 0o644);
    if (fd.error && flags && [1, 13, 30].includes(fd.error)) { fd = $.sync('open', this.file, 0, 0); this.readonly = true; }
    if (fd.error) throw error('SQLITE_CANTOPEN', 'unable to open database file');
    $.sync('close', fd); this.readonly ||= !flags;
  }
  _bytes() { const fd = $.sync('open', this.file, 0, 0); if (fd.error) throw error('SQLITE_IOERR', 'disk I/O error'); const l = []; try { for (;;) { const d = $.sync('read', fd, 1 << 20); if (d.error || !d.length) break; l.push(d); } } finally { $.sync('close', fd); } return $.buf($.bytesConcat(l)); }
  _read() {
    const all = this._bytes(), head = all.subarray(0, HEAD).toString('latin1'); if (head === this.seen) return;
    if (head && (!head.startsWith(MAGIC + '\n') || head.length < HEAD)) throw error('SQLITE_NOTADB', 'file is not a database');
    if (!$.databaseLoad(this.store, all.subarray(HEAD, HEAD + (head ? +head.slice(33, 49) : 0)).toString())) throw error('SQLITE_CORRUPT', 'database disk image is malformed');
    this.seen = head;
  }
  _write() {
    const text = Buffer.from($.databaseDump(this.store)), pad = n => String(n).padStart(16, '0');
    const head = MAGIC + '\n' + pad(this.seen ? +this.seen.slice(17, 33) + 1 : 1) + pad(text.length) + '\n';
    const data = Buffer.alloc(Math.max($.databaseTables(this.store) + 1, Math.ceil((HEAD + text.length) / 4096)) * 4096);
    data.set(Buffer.from(head, 'latin1')); data.set(text, HEAD);
    const fd = $.sync('open', this.file, 0o1001, 0o644); if (fd.error) throw error('SQLITE_IOERR', 'disk I/O error');
    const r = $.sync('write', fd, data); $.sync('close', fd);
    if (r && r.error) throw r.error === 28 ? error('SQLITE_FULL', 'database or disk is full') : error('SQLITE_IOERR', 'disk I/O error');
    this.seen = head;
  }
  /** The values in the order of the statement's parameters. */
  bind(text, given) {
    const names = $.databaseParameters(text) ?? [];
    if (given.length === 1 && Array.isArray(given[0])) given = given[0]; else if (given.length === 1 && named(given[0])) given = given[0];
    if (!Array.isArray(given)) return names.map(name => name === null ? null : [':', '@', '$', ''].map(mark => given[mark + name]).find(v => v !== undefined) ?? null);
    if (given.length > names.length) throw error('SQLITE_RANGE', 'column index out of range');
    return names.map((_, i) => given[i] ?? null);
  }
  /** Runs one statement: `{ rows, changes, lastID }`. */
  run(text, given = []) {
    const word = (/[A-Za-z]+/.exec(text.replace(/--[^\n]*|\/\*[^]*?\*\//g, ' ')) ?? [''])[0].toUpperCase(), changes = CHANGES.includes(word), before = $.databaseOpen(this.store);
    const values = this.bind(text, given);
    if (this.file && !before) this._read();
    if (changes && this.readonly) throw error('SQLITE_READONLY', 'attempt to write a readonly database');
    const r = $.databaseRun(this.store, text, values, Date.now());
    if (r.error !== undefined) { if (r.error.startsWith('drydock: ')) throw new Error(r.error); throw error(NUMBERS[r.state] ? r.state : 'SQLITE_ERROR', r.error); }
    if (this.file && changes && !$.databaseOpen(this.store)) this._write();
    if (['INSERT', 'UPDATE', 'DELETE', 'REPLACE'].includes(word)) this.changes = r.affected; if (word === 'INSERT' || word === 'REPLACE') this.last = r.last;
    return { rows: (r.rows ?? []).map(row => Object.fromEntries(row.map((v, i) => [r.columns[i], $.kind(v) === 'Bytes' ? $.buf(v) : v]))), changes: this.changes ?? 0, lastID: this.last ?? 0 };
  }
  script(text) { for (const one of $.databaseSplit(text)) this.run(one); }
}
module.exports = { Database, error };
