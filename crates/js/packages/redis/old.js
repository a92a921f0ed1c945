// node-redis before version 4: commands take a callback as their last argument.
const Emitter = require('events');
const { Wire, ReplyError, fromUrl, greeting, paired } = require('drydock:redis');

const NAMES = 'append blpop brpop copy dbsize decr decrby del echo exists expire expireat flushall flushdb get getdel getrange getset hdel hexists hget hgetall hincrby hincrbyfloat hkeys hlen hmget hmset hset hsetnx hvals incr incrby incrbyfloat info keys lindex llen lmove lpop lpush lpushx lrange lrem lset ltrim mget mset msetnx persist pexpire ping psetex pttl publish rename rpop rpoplpush rpush rpushx sadd save scan scard sdiff select set setex setnx sinter sismember smembers smove spop srem strlen sunion touch ttl type unlink unwatch watch zadd zcard zcount zincrby zpopmax zpopmin zrange zrangebyscore zrank zrem zrevrange zrevrank zscore'.split(' ');

/** The arguments as words: lists and, for hashes, objects flat. */
const flat = given => given.flatMap(one => Array.isArray(one) ? flat(one) : one !== null && typeof one === 'object' && !Buffer.isBuffer(one) && !(one instanceof Date) ? Object.entries(one).flat() : [one === null || one === undefined ? String(one) : one]);
const answer = (name, reply) => name === 'hgetall' ? (reply?.length ? paired(reply) : null) : reply;

class RedisClient extends Emitter {
  constructor(options) {
    super();
    this.options = options;
    const usual = ({ attempt }) => Math.min(200 * 1.7 ** (attempt - 1), 3600000);
    const began = Date.now();
    const retry = (attempt, error) => (options.retry_strategy ?? usual)({ attempt, error, total_retry_time: Date.now() - began, times_connected: this._times ?? 0 });
    this._wire = new Wire({ host: options.host ?? '127.0.0.1', port: options.port ?? 6379, first: greeting({ username: options.user, password: options.password ?? options.auth_pass, db: options.db }), retry });
    this.address = `${this._wire.host}:${this._wire.port}`;
    this._wire.on('connect', () => { this._times = (this._times ?? 0) + 1; this.emit('connect'); });
    this._wire.on('ready', () => { this.ready = this.connected = true; this.emit('ready'); });
    this._wire.on('lost', () => { this.ready = this.connected = false; });
    this._wire.on('failed', (error, was) => {
      // Without a strategy of one's own every attempt that fails is told; a connection that is lost is not.
      if (was || options.retry_strategy || error instanceof ReplyError === false && error.unexpected) return;
      const text = error instanceof ReplyError ? error.message : `Redis connection to ${this.address} failed - ${error.message}`;
      this.emit('error', Object.assign(new Error(text), { code: error.code, errno: error.errno, syscall: error.syscall, address: error.address, port: error.port }));
    });
    this._wire.on('retry', delay => this.emit('reconnecting', { delay, attempt: this._wire.times }));
    this._wire.on('end', () => { this.ready = this.connected = false; this.emit('end'); });
    this._wire.on('push', ([kind, name, ...rest]) => {
      if (kind === 'message') this.emit('message', name, rest[0]);
      else if (kind === 'pmessage') this.emit('pmessage', name, ...rest);
      else {
        this.emit(kind, name, rest[0]);
        this._asked?.shift()?.(null, name);
      }
    });
    process.nextTick(() => this._wire.open());
  }
  _do(name, given) {
    const callback = typeof given.at(-1) === 'function' ? given.pop() : undefined;
    const job = this._wire.ask([name.toUpperCase(), ...flat(given)]);
    job.then(reply => callback?.(null, answer(name, reply)), error => {
      if (error instanceof ReplyError) Object.assign(error, { command: name.toUpperCase(), code: /^[A-Z]+/.exec(error.message)?.[0], args: error.command?.args });
      if (callback) callback(error);
      else if (error instanceof ReplyError) this.emit('error', error);
    });
    return true;
  }
  _listen(name, given) {
    const callback = typeof given.at(-1) === 'function' ? given.pop() : undefined, names = flat(given);
    if (callback) (this._asked ??= []).push(callback);
    this._wire.listen([name.toUpperCase(), ...names]);
    return true;
  }
  send_command(name, args = [], callback) { return this._do(name, callback ? [args, callback] : [args]); }
  auth(password, callback) { return this._do('auth', callback ? [password, callback] : [password]); }
  quit(callback) {
    this._wire.ask(['QUIT']).then(reply => { callback?.(null, reply); this._wire.end(); }, error => callback?.(error));
    return true;
  }
  end() { this._wire.end(); }
  unref() {}
  duplicate(options) { return new RedisClient({ ...this.options, ...options }); }
  multi() { return new Multi(this); }
  batch() { throw new Error('drydock: batch of redis is not simulated'); }
}

/** Commands that are done together. */
class Multi {
  constructor(client) {
    this._client = client;
    this._jobs = [];
  }
  exec(callback) {
    const ask = words => this._client._wire.ask(words);
    const all = [['MULTI'], ...this._jobs.map(([name, given]) => [name.toUpperCase(), ...flat(given)]), ['EXEC']].map(ask);
    Promise.allSettled(all).then(done => {
      const last = done.at(-1);
      if (last.status === 'rejected') return callback?.(last.reason);
      callback?.(null, last.value?.map((reply, i) => answer(this._jobs[i][0], reply)) ?? null);
    });
    return true;
  }
}

for (const name of NAMES) {
  for (const as of [name, name.toUpperCase()]) {
    RedisClient.prototype[as] = function (...given) { return this._do(name, given); };
    Multi.prototype[as] = function (...given) { this._jobs.push([name, given]); return this; };
  }
}
for (const name of ['subscribe', 'psubscribe', 'unsubscribe', 'punsubscribe']) RedisClient.prototype[name] = function (...given) { return this._listen(name, given); };

const settings = (first, second, third) => {
  if (typeof first === 'number' || /^\d+$/.test(first ?? '')) return { port: +first, ...(typeof second === 'string' ? { host: second, ...third } : second) };
  if (typeof first === 'string') return { ...fromUrl(first), ...second };
  const { url, ...rest } = first ?? {};
  return { ...(url ? fromUrl(url) : {}), ...rest };
};

module.exports = { createClient: (...given) => new RedisClient(settings(...given)), RedisClient, ReplyError, Multi, print: (error, reply) => error ? console.log('Error: ' + error) : console.log('Reply: ' + reply) };
