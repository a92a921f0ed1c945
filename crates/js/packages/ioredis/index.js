// ioredis: the client of github.com/redis/ioredis, written for Drydock. Left out: clusters, sentinels, TLS, scripts, streams
// of keys, automatic pipelines, and what redis-server leaves out.
const Emitter = require('events');
const { Wire, ReplyError, fromUrl, greeting, paired } = require('drydock:redis');

const NAMES = 'append blpop brpop copy dbsize decr decrby del echo exists expire expireat flushall flushdb get getdel getrange getset hdel hexists hget hgetall hincrby hincrbyfloat hkeys hlen hmget hmset hscan hset hsetnx hvals incr incrby incrbyfloat info keys lindex llen lmove lpop lpush lpushx lrange lrem lset ltrim mget mset msetnx persist pexpire ping psetex pttl publish pubsub rename rpop rpoplpush rpush rpushx sadd save scan scard sdiff select set setex setnx sinter sismember smembers smove spop srem sscan strlen sunion time touch ttl type unlink unwatch watch zadd zcard zcount zincrby zpopmax zpopmin zrange zrangebyscore zrank zrem zrevrange zrevrank zscan zscore'.split(' ');

class MaxRetriesPerRequestError extends Error {
  constructor(most) {
    super(`Reached the max retries per request limit (which is ${most}). Refer to "maxRetriesPerRequest" option for details.`);
    Object.defineProperty(this, 'name', { value: 'MaxRetriesPerRequestError', configurable: true });
  }
}

/** The arguments as words: lists flat, and objects and maps of hashes as their fields. */
const flat = given => given.flatMap(one => {
  if (Array.isArray(one)) return flat(one);
  if (one instanceof Map) return [...one].flat();
  if (one !== null && typeof one === 'object' && !Buffer.isBuffer(one)) return Object.entries(one).flat();
  return [one === null || one === undefined ? '' : one];
});
const answer = (name, reply) => name === 'hgetall' ? paired(reply) : reply;

/** A promise, and the callback that may be the last argument. */
const given = (promise, callback) => {
  if (callback) promise.then(value => callback(null, value), callback);
  return promise;
};
const last = list => typeof list.at(-1) === 'function' ? list.pop() : undefined;

const settings = (...words) => {
  const out = {};
  for (const word of words) {
    if (word === null || word === undefined) continue;
    if (typeof word === 'number' || /^\d+$/.test(word)) out.port = +word;
    else if (typeof word === 'string') Object.assign(out, word.includes('://') ? fromUrl(word) : { host: word });
    else for (const key of Object.keys(word)) if (word[key] !== undefined) out[key] = word[key];
  }
  return out;
};

class Redis extends Emitter {
  constructor(...words) {
    super();
    const o = settings(...words);
    if (o.tls) throw new Error('drydock: TLS to redis is not simulated');
    if (o.sentinels) throw new Error('drydock: sentinels of redis are not simulated');
    this.options = { port: 6379, host: 'localhost', family: 4, db: 0, maxRetriesPerRequest: 20, retryStrategy: times => Math.min(times * 50, 2000), lazyConnect: false, ...o };
    this.status = 'wait';
    const retry = (times, error) => {
      const most = this.options.maxRetriesPerRequest;
      if (typeof most === 'number' && times % (most + 1) === 0) for (const job of this._wire.queue.splice(0)) job.reject(new MaxRetriesPerRequestError(most));
      return this.options.retryStrategy?.(times, error);
    };
    const wire = this._wire = new Wire({ host: this.options.host, port: this.options.port, first: greeting(this.options), retry });
    wire.on('connect', () => this._is('connect'));
    wire.on('ready', () => this._is('ready'));
    wire.on('failed', error => {
      if (error.unexpected) return;
      if (this.listenerCount('error')) this.emit('error', error);
      else console.error('[ioredis] Unhandled error event:', error.stack);
    });
    wire.on('lost', () => this._is('close'));
    wire.on('retry', wait => this._is('reconnecting', wait));
    wire.on('end', () => {
      if (this.status !== 'close') this._is('close');
      this._is('end');
    });
    wire.on('push', ([kind, name, ...rest]) => {
      if (kind === 'message') this.emit('message', name, rest[0]);
      else if (kind === 'pmessage') this.emit('pmessage', name, ...rest);
      else this._asked?.shift()?.(rest[0]);
    });
    if (!this.options.lazyConnect) this.connect().catch(() => {});
  }
  _is(status, ...more) {
    this.status = status;
    process.nextTick(() => this.emit(status, ...more));
  }
  connect(callback) {
    const promise = new Promise((resolve, reject) => {
      if (this.status !== 'wait' && this.status !== 'end' && this.status !== 'close') return reject(new Error('Redis is already connecting/connected'));
      this.status = 'connecting';
      this._wire.once('ready', resolve);
      this._wire.once('end', error => reject(error ?? new Error('Connection is closed.')));
      this._wire.open();
    });
    return given(promise, callback);
  }
  call(name, ...words) {
    const callback = last(words);
    if (this.status === 'wait') this.connect().catch(() => {});
    const promise = this._wire.closed ? Promise.reject(new Error('Connection is closed.')) : this._wire.ask([name.toUpperCase(), ...flat(words)]);
    return given(promise.then(reply => answer(name, reply)), callback);
  }
  _listen(name, words) {
    const callback = last(words), names = flat(words);
    if (this.status === 'wait') this.connect().catch(() => {});
    const waits = (names.length ? names : ['']).map(() => new Promise(resolve => { (this._asked ??= []).push(resolve); }));
    this._wire.listen([name.toUpperCase(), ...names]);
    return given(Promise.all(waits).then(counts => counts.at(-1)), callback);
  }
  pipeline(commands) { return new Pipeline(this, false, commands); }
  multi(commands) {
    if (commands?.pipeline === false) throw new Error("drydock: ioredis's multi without a pipeline is not simulated");
    return new Pipeline(this, true, commands);
  }
  duplicate(more) { return new Redis({ ...this.options, ...more }); }
  async quit(callback) {
    const reply = await this._wire.ask(['QUIT']);
    this._wire.end();
    callback?.(null, reply);
    return reply;
  }
  disconnect() { this._wire.end(); }
  defineCommand(name) { throw new Error(`drydock: scripts of redis are not simulated (${name})`); }
  scanStream() { throw new Error("drydock: ioredis's scanStream is not simulated"); }
}

/** Commands that are sent together; of a transaction, done together. */
class Pipeline {
  constructor(redis, whole, commands = []) {
    this._redis = redis;
    this._whole = whole;
    this._jobs = [];
    for (const [name, ...words] of commands) this[name](...words);
  }
  get length() { return this._jobs.length; }
  exec(callback) { return given(this._run(), callback); }
  async _run() {
    const words = this._jobs.map(([name, given]) => [name.toUpperCase(), ...flat(given)]);
    const ask = one => this._redis._wire.ask(one);
    if (!this._whole) {
      const all = await Promise.allSettled(words.map(ask));
      return all.map((one, i) => one.status === 'rejected' ? [one.reason, undefined] : [null, answer(this._jobs[i][0], one.value)]);
    }
    const all = await Promise.allSettled([['MULTI'], ...words, ['EXEC']].map(ask)), end = all.at(-1);
    if (end.status === 'rejected') throw end.reason;
    return end.value?.map((reply, i) => reply instanceof ReplyError ? [reply, undefined] : [null, answer(this._jobs[i][0], reply)]) ?? null;
  }
}

for (const name of NAMES) {
  Redis.prototype[name] = function (...words) { return this.call(name, ...words); };
  Pipeline.prototype[name] = function (...words) {
    last(words);
    this._jobs.push([name, words]);
    return this;
  };
}
for (const name of ['subscribe', 'psubscribe', 'unsubscribe', 'punsubscribe']) Redis.prototype[name] = function (...words) { return this._listen(name, words); };

Redis.Redis = Redis;
Redis.default = Redis;
Redis.ReplyError = ReplyError;
Redis.Cluster = class Cluster { constructor() { throw new Error('drydock: clusters of redis are not simulated'); } };
module.exports = Redis;
