// A pool of pg: up to `max` clients, handed out one after the other, closed when they have been idle for long.
const Emitter = require('events');
const { Client } = require('./client.js');

class Pool extends Emitter {
  constructor(options) {
    super();
    this.options = { ...(typeof options === 'string' ? { connectionString: options } : options) };
    this.options.max ||= this.options.poolSize || 10;
    this.options.idleTimeoutMillis ??= 10000;
    this._clients = [];
    this._idle = [];
    this._waiting = [];
    this.ending = this.ended = false;
  }
  get totalCount() { return this._clients.length; }
  get idleCount() { return this._idle.length; }
  get waitingCount() { return this._waiting.length; }

  connect(callback) {
    const promise = this._take();
    if (!callback) return promise;
    promise.then(client => callback(null, client, client.release), error => callback(error, undefined, () => {}));
  }

  async _take() {
    if (this.ending) throw new Error('Cannot use a pool after calling end on the pool');
    const idle = this._idle.pop();
    if (idle) {
      clearTimeout(idle.timer);
      return this._lend(idle.client);
    }
    if (this._clients.length >= this.options.max) return this._queue();
    const client = new Client(this.options);
    this._clients.push(client);
    try {
      await client.connect();
    } catch (error) {
      this._drop(client);
      throw error.message === 'timeout expired' ? new Error('Connection terminated due to connection timeout', { cause: error }) : error;
    }
    client.on('error', error => {
      this._remove(client);
      this.emit('error', error, client);
    });
    await this.options.onConnect?.(client);
    this.emit('connect', client);
    return this._lend(client);
  }

  /** A place in the queue of those who wait for a client. */
  _queue() {
    return new Promise((resolve, reject) => {
      const place = { resolve, reject }, limit = this.options.connectionTimeoutMillis;
      this._waiting.push(place);
      if (limit) place.timer = setTimeout(() => {
        this._waiting = this._waiting.filter(one => one !== place);
        reject(new Error('timeout exceeded when trying to connect'));
      }, limit);
    });
  }

  _lend(client) {
    let back = false;
    client.release = error => {
      if (back) throw new Error('Release called on client which has already been released to the pool.');
      back = true;
      this.emit('release', error, client);
      this._back(client, error);
    };
    this.emit('acquire', client);
    return client;
  }

  _back(client, error) {
    if (error || this.ending || client._gone) {
      this._remove(client);
    } else {
      const next = this._waiting.shift();
      if (next) {
        clearTimeout(next.timer);
        return next.resolve(this._lend(client));
      }
      const idle = { client }, limit = this.options.idleTimeoutMillis;
      if (limit) idle.timer = setTimeout(() => this._remove(client), limit);
      if (this.options.allowExitOnIdle) idle.timer?.unref();
      this._idle.push(idle);
    }
  }

  _drop(client) {
    this._clients = this._clients.filter(one => one !== client);
    const next = this._waiting.shift();
    if (next) {
      clearTimeout(next.timer);
      this._take().then(next.resolve, next.reject);
    }
    if (this.ending && !this._clients.length) this._over?.();
  }

  _remove(client) {
    const idle = this._idle.find(one => one.client === client);
    clearTimeout(idle?.timer);
    this._idle = this._idle.filter(one => one !== idle);
    if (!this._clients.includes(client)) return;
    client.end(() => {
      this.emit('remove', client);
      this._drop(client);
    });
  }

  query(first, second, third) {
    const callback = [second, third].find(one => typeof one === 'function');
    const values = typeof second === 'function' ? undefined : second;
    const promise = (async () => {
      const client = await this._take();
      let failed;
      try {
        return await client.query(first, values);
      } catch (error) {
        failed = client._gone ? error : undefined;
        throw error;
      } finally {
        client.release(failed);
      }
    })();
    if (!callback) return promise;
    promise.then(result => process.nextTick(callback, null, result), error => process.nextTick(callback, error));
  }

  end(callback) {
    const promise = this.ending ? Promise.reject(new Error('Called end on pool more than once')) : new Promise(resolve => {
      this.ending = true;
      this._over = () => {
        this.ended = true;
        resolve();
      };
      if (!this._clients.length) return this._over();
      for (const { client } of [...this._idle]) this._remove(client);
    });
    if (!callback) return promise;
    promise.then(() => callback(), callback);
  }
}

module.exports = Pool;
