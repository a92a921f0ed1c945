// node-redis since version 4: commands are methods that give promises.
const Emitter = require('events');
const { Wire, ReplyError, fromUrl, greeting, paired } = require('drydock:redis');
const major = parseInt(require('./package.json').version, 10);

class ClientClosedError extends Error { constructor() { super('The client is closed'); } }
class SocketClosedUnexpectedlyError extends Error { constructor() { super('Socket closed unexpectedly'); } }
class WatchError extends Error { constructor(message = 'One (or more) of the watched keys has been changed') { super(message); } }
class ErrorReply extends Error {}
class SimpleError extends ErrorReply {}

const flag = value => major < 5 ? value === 1 : value;
const score = value => value === null ? null : Number(value);
const scored = list => {
  const out = [];
  for (let i = 0; i < list.length; i += 2) out.push({ value: list[i], score: Number(list[i + 1]) });
  return out;
};
const popped = list => list && { key: list[0], element: list[1] };
const bare = list => Object.assign(Object.create(null), paired(list));
const fields = value => value instanceof Map ? [...value].flat() : Array.isArray(value) ? value.flat() : typeof value === 'object' && !Buffer.isBuffer(value) ? Object.entries(value).flat().map(String) : undefined;

const setOptions = (key, value, o = {}) => {
  const words = [key, typeof value === 'number' ? String(value) : value];
  const expiration = typeof o.expiration === 'string' ? { type: o.expiration } : o.expiration;
  if (expiration) words.push(expiration.type, ...(expiration.value === undefined ? [] : [String(expiration.value)]));
  for (const name of ['EX', 'PX', 'EXAT', 'PXAT']) if (o[name] !== undefined) words.push(name, String(o[name]));
  for (const name of ['KEEPTTL', 'NX', 'XX', 'GET']) if (o[name]) words.push(name);
  if (o.condition) words.push(o.condition);
  return words;
};
const scanOptions = (o = {}) => [...(o.MATCH ? ['MATCH', o.MATCH] : []), ...(o.COUNT ? ['COUNT', String(o.COUNT)] : []), ...(o.TYPE ? ['TYPE', o.TYPE] : [])];
const rangeOptions = (key, from, to, o = {}) => {
  if (o.BY || o.LIMIT) throw new Error("drydock: zRange's BY and LIMIT are not simulated");
  return o.REV ? ['ZREVRANGE', key, String(from), String(to)] : ['ZRANGE', key, String(from), String(to)];
};
const members = (key, value) => [key, ...[].concat(value).flatMap(one => [String(one.score), one.value])];

/** What becomes of a method's arguments, and of its reply; nothing for either where they stay. */
const COMMANDS = {
  append: [], brPop: [(key, timeout) => [...[].concat(key), String(timeout)], popped], blPop: [(key, timeout) => [...[].concat(key), String(timeout)], popped],
  copy: [, flag], dbSize: [], decr: [], decrBy: [(key, by) => [key, String(by)]], del: [], echo: [], exists: [], expire: [(key, seconds) => [key, String(seconds)], flag],
  expireAt: [(key, at) => [key, String(at instanceof Date ? Math.floor(at / 1000) : at)], flag], flushAll: [], flushDb: ['FLUSHDB'], get: [], getDel: [], getRange: [(key, a, b) => [key, String(a), String(b)]], getSet: [],
  hDel: [], hExists: [, flag], hGet: [], hGetAll: [, bare], hIncrBy: [(key, field, by) => [key, field, String(by)]], hIncrByFloat: [(key, field, by) => [key, field, String(by)]], hKeys: [], hLen: [], hmGet: [], hVals: [], hSetNX: [, flag],
  hSet: [(key, field, value) => fields(field) ? [key, ...fields(field)] : [key, field, value].map(one => typeof one === 'number' ? String(one) : one)],
  incr: [], incrBy: [(key, by) => [key, String(by)]], incrByFloat: [(key, by) => [key, String(by)], value => major < 5 ? Number(value) : value], info: [], keys: [], lIndex: [(key, at) => [key, String(at)]], lLen: [], lMove: [], lPop: [], lPush: [],
  lPushX: [], lRange: [(key, a, b) => [key, String(a), String(b)]], lRem: [(key, count, item) => [key, String(count), item]], lSet: [(key, at, item) => [key, String(at), item]], lTrim: [(key, a, b) => [key, String(a), String(b)]], mGet: [],
  mSet: [given => [fields(given)].flat()], mSetNX: [given => [fields(given)].flat(), flag], pExpire: [(key, ms) => [key, String(ms)], flag], persist: [, flag], ping: [], pSetEx: [(key, ms, value) => [key, String(ms), value]], pTTL: [], publish: [],
  rename: [], rPop: [], rPopLPush: [], rPush: [], rPushX: [], sAdd: [], save: [], sCard: [], sDiff: [], select: [db => [String(db)]], setEx: [(key, seconds, value) => [key, String(seconds), value]], set: [setOptions], setNX: [, flag], sInter: [],
  sIsMember: [, flag], sMembers: [], sMove: [, flag], sPop: [], sRem: [], strLen: [], sUnion: [], touch: [], ttl: [], type: [], unlink: [], unwatch: [], watch: [],
  scan: [(cursor, o) => [String(cursor), ...scanOptions(o)], ([cursor, keys]) => ({ cursor: major < 5 ? Number(cursor) : cursor, keys })],
  zAdd: [members], zCard: [], zIncrBy: [(key, by, member) => [key, String(by), member], Number], zRank: [], zRem: [], zRevRank: [], zScore: [, score], zPopMin: [, list => scored(list)[0] ?? null], zPopMax: [, list => scored(list)[0] ?? null],
  zRange: [(...a) => rangeOptions(...a).slice(1)], zRangeWithScores: [(...a) => [...rangeOptions(...a).slice(1), 'WITHSCORES'], scored], zCount: [(key, a, b) => [key, String(a), String(b)]], zRangeByScore: [(key, a, b) => [key, String(a), String(b)]],
};

/** The words of a command, all of them texts or buffers. */
const wordsOf = (method, given) => {
  const [make] = COMMANDS[method];
  let words = (typeof make === 'function' ? make(...given) : given.flat()).filter(word => word !== undefined);
  const name = method === 'zRange' || method === 'zRangeWithScores' ? rangeOptions(...given)[0] : method.toUpperCase();
  words = [name, ...words];
  words.forEach((word, i) => {
    if (typeof word !== 'string' && !Buffer.isBuffer(word)) throw new TypeError(major < 5 ? 'Invalid argument type' : `"arguments[${i}]" must be of type "string | Buffer", got ${typeof word} instead.`);
  });
  return words;
};
const told = error => error instanceof ReplyError ? Object.assign(new (major < 5 ? ErrorReply : SimpleError)(error.message)) : error.unexpected ? new SocketClosedUnexpectedlyError() : error;

class RedisClient extends Emitter {
  constructor(options = {}) {
    super();
    this.options = options;
    const { socket = {}, url, username, password, database } = options;
    const found = url ? fromUrl(url) : {};
    if (socket.tls) throw new Error('drydock: TLS to redis is not simulated');
    const strategy = socket.reconnectStrategy;
    const usual = retries => major < 5 ? Math.min(retries * 50, 500) : Math.min(2 ** retries * 50, 2000);
    const retry = (times, error) => strategy === false ? false : typeof strategy === 'number' ? strategy : typeof strategy === 'function' ? strategy(times - 1, error) : usual(times - 1);
    const place = { host: socket.host ?? found.host, port: socket.port ?? found.port };
    this._wire = new Wire({ ...place, first: greeting({ username: username ?? found.username, password: password ?? found.password, db: database ?? found.db }), retry });
    this._handlers = new Map();
    this._wire.on('connect', () => this.emit('connect'));
    this._wire.on('ready', () => this.emit('ready'));
    this._wire.on('failed', error => this.emit('error', told(error)));
    this._wire.on('retry', () => this.emit('reconnecting'));
    this._wire.on('end', () => this.emit('end'));
    this._wire.on('push', reply => this._heard(reply));
  }
  get isOpen() { return !!this._opened && !this._wire.closed; }
  get isReady() { return this._wire.ready; }

  connect() {
    if (this.isOpen) return Promise.reject(new Error('Socket already opened'));
    this._opened = true;
    return new Promise((resolve, reject) => {
      this._wire.once('ready', () => resolve(major < 5 ? undefined : this));
      this._wire.once('end', error => reject(error ? told(error) : new ClientClosedError()));
      this._wire.open();
    });
  }

  async sendCommand(words) {
    if (!this.isOpen) throw new ClientClosedError();
    try {
      return await this._wire.ask(words);
    } catch (error) {
      throw told(error);
    }
  }

  /** What was published goes to those who asked for it; that they are listened to is told to those who wait for it. */
  _heard([kind, name, ...rest]) {
    const pattern = kind.startsWith('p'), handlers = this._handlers.get((pattern ? 'P' : '') + ':' + name);
    if (!kind.endsWith('message')) {
      const waiting = this._asked?.shift();
      return waiting?.();
    }
    const [channel, message] = pattern ? rest : [name, rest[0]];
    for (const handle of handlers ?? []) handle(message, channel);
  }
  async _listen(command, names, handle) {
    if (!this.isOpen) throw new ClientClosedError();
    const mark = command.startsWith('P') ? 'P:' : ':', list = [].concat(names ?? []);
    const waits = list.map(() => new Promise(resolve => { (this._asked ??= []).push(resolve); }));
    for (const name of list) {
      if (command.includes('UN')) this._handlers.delete(mark + name);
      else this._handlers.set(mark + name, [...(this._handlers.get(mark + name) ?? []), handle]);
    }
    this._wire.listen([command, ...list]);
    await Promise.all(waits);
  }
  subscribe(names, handle) { return this._listen('SUBSCRIBE', names, handle); }
  pSubscribe(names, handle) { return this._listen('PSUBSCRIBE', names, handle); }
  unsubscribe(names) { return this._listen('UNSUBSCRIBE', names); }
  pUnsubscribe(names) { return this._listen('PUNSUBSCRIBE', names); }

  async *scanIterator(options) {
    let cursor = '0';
    do {
      const found = await this.scan(cursor, options);
      if (major < 5) yield* found.keys;
      else yield found.keys;
      cursor = String(found.cursor);
    } while (cursor !== '0');
  }

  multi() { return new Multi(this); }
  duplicate(options) { return new RedisClient({ ...this.options, ...options }); }
  async quit() {
    const reply = await this.sendCommand(['QUIT']);
    this._wire.end();
    return reply;
  }
  async close() { await this._wire.end(); }
  destroy() { this._wire.end(); }
  async disconnect() { this._wire.end(); }
  unref() {}
  ref() {}
}

/** Commands that are done together. */
class Multi {
  constructor(client) {
    this._client = client;
    this._jobs = [];
  }
  addCommand(words) {
    this._jobs.push([words]);
    return this;
  }
  async exec() {
    const wire = [['MULTI'], ...this._jobs.map(([words]) => words), ['EXEC']].map(words => this._client.sendCommand(words));
    const all = await Promise.allSettled(wire), last = all.at(-1);
    if (last.status === 'rejected') throw last.reason;
    if (last.value === null) throw new WatchError();
    return last.value.map((reply, i) => reply instanceof Error ? told(reply) : this._jobs[i][1]?.(reply) ?? reply);
  }
  execAsPipeline() { return Promise.all(this._jobs.map(async ([words, read]) => { const reply = await this._client.sendCommand(words); return read ? read(reply) : reply; })); }
}

for (const method of Object.keys(COMMANDS)) {
  const [, read] = COMMANDS[method];
  const one = async function (...given) {
    const reply = await this.sendCommand(wordsOf(method, given));
    return read ? read(reply) : reply;
  };
  const queued = function (...given) {
    this._jobs.push([wordsOf(method, given), read]);
    return this;
  };
  for (const name of [method, method.toUpperCase()]) {
    Object.defineProperty(RedisClient.prototype, name, { value: one, configurable: true, writable: true });
    Object.defineProperty(Multi.prototype, name, { value: queued, configurable: true, writable: true });
  }
}

module.exports = { createClient: options => new RedisClient(options), RedisClient, ClientClosedError, SocketClosedUnexpectedlyError, WatchError, ErrorReply, SimpleError, createCluster() { throw new Error('drydock: clusters of redis are not simulated'); } };
