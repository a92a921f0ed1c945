// drydock:redis: a connection that speaks RESP2, for the packages redis and ioredis. Commands wait while there is none, and
// it is tried again as often as its owner says. Specified by redis.io's description of the protocol.
const net = require('net'), Emitter = require('events');

class ReplyError extends Error {
  constructor(message) {
    super(message);
    $.define(this, 'name', 'ReplyError', 5);
  }
}

/** One reply off the front of a buffer: `[value, rest]`, or nothing while it is not whole. */
const read = (bytes, at = 0) => {
  const end = bytes.indexOf('\r\n', at);
  if (end < 0) return undefined;
  const kind = String.fromCharCode(bytes[at]), text = bytes.toString('utf8', at + 1, end);
  let next = end + 2;
  if (kind === '+') return [text, next];
  if (kind === '-') return [new ReplyError(text), next];
  if (kind === ':') return [Number(text), next];
  const length = Number(text);
  if (length < 0) return [null, next];
  if (kind === '$') return bytes.length < next + length + 2 ? undefined : [bytes.toString('utf8', next, next + length), next + length + 2];
  const list = [];
  for (let i = 0; i < length; i++) {
    const one = read(bytes, next);
    if (!one) return undefined;
    list.push(one[0]);
    next = one[1];
  }
  return [list, next];
};

const encoded = words => Buffer.concat([Buffer.from(`*${words.length}\r\n`), ...words.flatMap(word => {
  const bytes = Buffer.isBuffer(word) ? word : Buffer.from(String(word));
  return [Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n')];
})]);

/** Emits `connect`, `ready`, `failed` (an error), `lost`, `retry` (milliseconds), `end` and `push` (what came unasked). */
class Wire extends Emitter {
  /** `first` are the commands of every new connection; `retry(times, error)` gives milliseconds, or what else to end with. */
  constructor({ host = 'localhost', port = 6379, first = [], retry }) {
    super();
    Object.assign(this, { host, port: +port, first, retry, times: 0, queue: [], sent: [], ready: false, closed: false });
    this.listened = new Map();
  }

  open() {
    const socket = this.socket = net.connect({ port: this.port, host: this.host });
    let bytes = Buffer.alloc(0), failure;
    socket.on('connect', () => {
      this.emit('connect');
      const greet = this.first.map(words => new Promise((resolve, reject) => this._write({ words, resolve, reject })));
      Promise.all(greet).then(() => {
        this.times = 0;
        this.ready = true;
        this.emit('ready');
        for (const [words] of this.listened.values()) this._write({ words, resolve() {}, reject() {}, listens: true });
        for (const job of this.queue.splice(0)) this._write(job);
      }, error => {
        this.emit('failed', error);
        this.end(error);
      });
    });
    socket.on('data', data => {
      bytes = bytes.length ? Buffer.concat([bytes, data]) : data;
      let at = 0;
      for (let one; (one = at < bytes.length ? read(bytes, at) : undefined);) {
        at = one[1];
        this._heard(one[0]);
      }
      bytes = bytes.subarray(at);
    });
    socket.on('error', error => { failure = error; });
    socket.on('close', () => this._gone(failure));
  }

  _write(job) {
    if (!job.listens) this.sent.push(job);
    this.socket.write(encoded(job.words));
    if (job.listens) job.resolve();
  }

  _heard(reply) {
    if (this.listening && Array.isArray(reply) && /^p?(un)?(subscribe|message)$/.test(reply[0])) return this.emit('push', reply);
    const job = this.sent.shift();
    if (!job) return;
    if (reply instanceof ReplyError) {
      reply.command = { name: String(job.words[0]).toLowerCase(), args: job.words.slice(1) };
      job.reject(reply);
    } else job.resolve(reply);
  }

  _gone(failure) {
    const was = this.ready;
    this.ready = false;
    if (this.closed) return;
    const error = failure ?? Object.assign(new Error('Socket closed unexpectedly'), { unexpected: true });
    for (const job of this.sent.splice(0)) job.reject(error);
    this.emit('failed', error, was);
    this.emit('lost', was);
    if (this.closed) return;
    const wait = this.retry(++this.times, error);
    if (typeof wait !== 'number') return this.end(wait instanceof Error ? wait : error);
    this.emit('retry', wait);
    this.timer = setTimeout(() => this.closed || this.open(), wait);
  }

  /** A command's reply. */
  ask(words) {
    return new Promise((resolve, reject) => {
      const job = { words, resolve, reject };
      if (this.closed) return reject(this.why ?? new Error('The client is closed'));
      if (this.ready) this._write(job);
      else this.queue.push(job);
    });
  }

  /** SUBSCRIBE and the like, whose replies come as `push`. */
  listen(words) {
    this.listening = true;
    if (/^P?SUB/.test(words[0])) for (const name of words.slice(1)) this.listened.set(words[0] + name, [[words[0], name]]);
    else for (const name of words.slice(1)) this.listened.delete(words[0].replace('UN', '') + name);
    const job = { words, resolve() {}, reject() {}, listens: true };
    if (this.ready) this._write(job);
  }

  end(why) {
    if (this.closed) return;
    this.closed = true;
    this.why = why;
    clearTimeout(this.timer);
    const error = why ?? new Error('Connection is closed.');
    for (const job of [...this.sent.splice(0), ...this.queue.splice(0)]) job.reject(error);
    this.socket?.destroy();
    this.emit('end', why);
  }
}

/** `redis://user:password@host:port/database`. */
const fromUrl = text => {
  const url = new URL(text);
  if (url.protocol === 'rediss:') throw new Error('drydock: TLS to redis is not simulated');
  const db = url.pathname.slice(1);
  return { host: url.hostname || 'localhost', port: +(url.port || 6379), username: decodeURIComponent(url.username), password: decodeURIComponent(url.password), db: db ? +db : undefined };
};

/** What every new connection says first. */
const greeting = ({ username, password, db }) => [
  ...(password ? [['AUTH', ...(username && username !== 'default' ? [username] : []), password]] : []),
  ...(db ? [['SELECT', db]] : []),
];

/** `[a, 1, b, 2]` as an object. */
const paired = list => {
  const out = {};
  for (let i = 0; i < list.length; i += 2) out[list[i]] = list[i + 1];
  return out;
};

module.exports = { Wire, ReplyError, fromUrl, greeting, paired };
