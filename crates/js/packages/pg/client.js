// One connection of pg: statements run one after the other, in the order in which they were asked for.
const net = require('net'), Emitter = require('events');
const { filled, wanted, statements, fieldOf, cell, quoted } = require('./values.js');

const defaults = { host: 'localhost', user: process.env.USER, database: undefined, password: null, port: 5432, max: 10, idleTimeoutMillis: 30000, ssl: false };

class DatabaseError extends Error {
  constructor(error, position) {
    super(error.message);
    this.stack = 'error' + this.stack.slice(this.stack.indexOf(':'));
    Object.defineProperty(this, 'name', { value: 'error', enumerable: false });
    this.severity = error.fatal ? 'FATAL' : 'ERROR';
    this.code = error.state;
    this.detail = error.detail || undefined;
    this.hint = error.hint || undefined;
    this.position = position === undefined ? undefined : String(position + 1);
    this.table = /(?:of|in|on table|for) (?:relation|table) "([^"]+)"/.exec(error.message)?.[1] ?? /on table "([^"]+)"/.exec(error.message)?.[1];
    this.column = /column "([^"]+)" of relation/.exec(error.message)?.[1];
    this.constraint = /constraint "([^"]+)"/.exec(error.message)?.[1];
  }
}

/** `postgresql://user:password@host:port/database` and what stands beside it. */
const settings = given => {
  const config = typeof given === 'string' ? { connectionString: given } : { ...given };
  const out = { ...config };
  if (config.connectionString) {
    const url = new URL(config.connectionString);
    const found = { host: decodeURIComponent(url.hostname), port: url.port, user: decodeURIComponent(url.username), password: decodeURIComponent(url.password), database: decodeURIComponent(url.pathname.slice(1)) };
    for (const key of Object.keys(found)) if (found[key]) out[key] = found[key];
    if (/^(require|verify-ca|verify-full)$/.test(url.searchParams.get('sslmode') ?? '')) out.ssl = true;
  }
  const value = (key, name) => out[key] || process.env[name] || defaults[key];
  const user = value('user', 'PGUSER');
  return { ...out, user, host: value('host', 'PGHOST'), port: parseInt(value('port', 'PGPORT'), 10), database: value('database', 'PGDATABASE') ?? user, password: out.password ?? process.env.PGPASSWORD ?? defaults.password, ssl: out.ssl ?? defaults.ssl };
};

const escapeLiteral = text => text === null || text === undefined ? "''" : (text.includes('\\') ? ' E' : '') + quoted(text).replace(/\\/g, '\\\\');
const escapeIdentifier = text => '"' + String(text).replace(/"/g, '""') + '"';

/** An answer of the server as a result. */
const resultOf = (reply, rowMode) => {
  const [, command = null, first, second] = /^([A-Za-z]+)(?: (\d+))?(?: (\d+))?/.exec(reply.tag ?? '') ?? [];
  const fields = (reply.columns ?? []).map(fieldOf);
  const rows = (reply.rows ?? []).map(row => {
    const cells = row.map((one, i) => cell(one, fields[i]));
    return rowMode === 'array' ? cells : Object.fromEntries(cells.map((one, i) => [fields[i].name, one]));
  });
  const count = second ?? first;
  return Object.assign(new Result(), { command, rowCount: count === undefined ? null : +count, oid: second === undefined ? null : +first, rows, fields, rowAsArray: rowMode === 'array' });
};
class Result {}

/** A promise without a callback, and the callback with one. */
const answered = (callback, work) => {
  const promise = new Promise(work);
  if (!callback) return promise;
  promise.then(value => process.nextTick(callback, null, value), error => process.nextTick(callback, error));
};

class Client extends Emitter {
  constructor(config) {
    super();
    const known = this._settings = settings(config);
    for (const key of ['user', 'database', 'port', 'host', 'ssl']) this[key] = known[key];
    Object.defineProperty(this, 'password', { value: known.password, enumerable: false, writable: true });
    this._jobs = [];
    this._text = '';
  }

  connect(callback) {
    return answered(callback, (resolve, reject) => {
      if (this._begun) return reject(new Error('Client has already been connected. You cannot reuse a client.'));
      this._begun = true;
      if (this.ssl) return reject(new Error("drydock: pg's TLS is not simulated"));
      this._starting = { resolve: () => resolve(callback ? undefined : this), reject };
      const limit = this._settings.connectionTimeoutMillis ?? 0;
      const socket = this.connection = net.connect({ port: this.port, host: this.host });
      this._timer = limit > 0 ? setTimeout(() => socket.destroy(new Error('timeout expired')), limit) : undefined;
      socket.on('connect', () => this._greet(socket));
      socket.on('data', data => {
        this._text += data;
        for (let end; (end = this._text.indexOf('\n')) >= 0;) {
          const line = this._text.slice(0, end);
          this._text = this._text.slice(end + 1);
          this._heard(JSON.parse(line));
        }
      });
      socket.on('error', error => this._lost(error));
      socket.on('close', () => this._lost(new Error(this._ending ? 'Connection terminated' : 'Connection terminated unexpectedly')));
    });
  }

  async _greet(socket) {
    const { user, database } = this;
    const password = typeof this.password === 'function' ? await this.password() : this.password;
    if (!user) return this._refuse(new DatabaseError({ message: 'no PostgreSQL user name specified in startup packet', state: '28000', fatal: true }));
    socket.write(JSON.stringify({ user, database, ...(password !== null && password !== undefined && { password: String(password) }) }) + '\n');
  }

  _refuse(error) {
    this.connection.destroy();
    this._lost(error);
  }

  _heard(reply) {
    if (this._starting) {
      const error = reply.error;
      if (error) return this._refuse(error.client ? new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string') : new DatabaseError({ ...error, fatal: true }));
      clearTimeout(this._timer);
      const { resolve } = this._starting;
      this._starting = undefined;
      this._there = true;
      this.emit('connect');
      resolve();
    } else {
      const job = this._jobs.shift();
      this._busy = false;
      job?.heard(reply);
    }
    this._next();
  }

  /** The connection's end, asked for or not. */
  _lost(error) {
    if (this._gone) return;
    this._gone = true;
    clearTimeout(this._timer);
    const starting = this._starting, jobs = this._jobs.splice(0);
    this._starting = undefined;
    starting?.reject(error);
    for (const job of jobs) job.failed(error);
    if (!starting && !jobs.length && !this._ending) this.listenerCount('error') ? this.emit('error', error) : process.nextTick(() => { throw error; });
    process.nextTick(() => this.emit('end'));
  }

  _next() {
    if (this._busy || !this._there || this._gone) return;
    const job = this._jobs[0];
    if (job) {
      this._busy = true;
      this.connection.write(JSON.stringify({ sql: job.sql }) + '\n');
    } else if (this._ending) this.connection.end();
    else this.emit('drain');
  }

  /** One statement to the server. */
  _ask(sql, place, rowMode) {
    return new Promise((resolve, reject) => {
      const heard = reply => {
        for (const notice of reply.notices ?? []) this.emit('notice', { message: notice, severity: 'NOTICE' });
        if (!reply.error) return resolve(resultOf(reply, rowMode));
        const at = reply.error.at ?? undefined;
        reject(new DatabaseError(reply.error, at === undefined ? undefined : place(at)));
      };
      this._jobs.push({ sql, heard, failed: reject });
      this._next();
    });
  }

  query(first, second, third) {
    if (first === null || first === undefined) throw new TypeError('Client was passed a null or undefined query');
    if (typeof first.submit === 'function') throw new Error("drydock: pg's cursors and streams are not simulated");
    const config = typeof first === 'string' ? { text: first } : first;
    const callback = [second, third, config.callback].find(one => typeof one === 'function');
    const values = typeof second === 'function' || second === undefined ? config.values : second;
    return answered(callback, async (resolve, reject) => {
      try {
        resolve(await this._run(String(config.text), values, config.rowMode));
      } catch (error) {
        reject(error);
      }
    });
  }

  async _run(text, values, rowMode) {
    if (this._ending) throw new Error('Client was closed and is not queryable');
    if (this._gone) throw new Error('Client has encountered a connection error and is not queryable');
    if (values && !Array.isArray(values)) throw new Error('Query values must be an array');
    if (!values?.length) {
      if (wanted(text)) throw new DatabaseError({ message: `there is no parameter $1`, state: '42P02' }, text.indexOf('$1'));
      const all = statements(text);
      if (all.length < 2) return this._ask(text, at => at, rowMode);
      const results = await Promise.all(all.map(one => this._ask(one, at => text.indexOf(one) + at, rowMode)));
      return results;
    }
    if (statements(text).length > 1) throw new DatabaseError({ message: 'cannot insert multiple commands into a prepared statement', state: '42601' });
    const needed = wanted(text);
    if (needed !== values.length) throw new DatabaseError({ message: `bind message supplies ${values.length} parameters, but prepared statement "" requires ${needed}`, state: '08P01' });
    const ready = filled(text, values);
    return this._ask(ready.text, ready.place, rowMode);
  }

  end(callback) {
    return answered(callback, resolve => {
      this._ending = true;
      if (!this.connection || this._gone) return resolve();
      this.once('end', () => resolve());
      this._next();
    });
  }
  ref() {}
  unref() {}
  escapeLiteral(text) { return escapeLiteral(text); }
  escapeIdentifier(text) { return escapeIdentifier(text); }
}

module.exports = { Client, DatabaseError, escapeLiteral, escapeIdentifier, defaults };
