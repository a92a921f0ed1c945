// node:events.
const key = Symbol('kEvents');
class EventEmitter {
  constructor() { this._events ??= Object.create(null); }
  on(n, f) { return add(this, n, f, false); } addListener(n, f) { return add(this, n, f, false); } prependListener(n, f) { return add(this, n, f, true); }
  once(n, f) { return add(this, n, wrap(this, n, f), false); } prependOnceListener(n, f) { return add(this, n, wrap(this, n, f), true); }
  off(n, f) { return this.removeListener(n, f); }
  removeListener(n, f) { const l = this._events?.[n]; if (l) { const i = l.findLastIndex(x => x === f || x.listener === f); if (i >= 0) { this._events[n] = l.filter((_, j) => j !== i); if (!this._events[n].length) delete this._events[n]; if (this._events.removeListener) this.emit('removeListener', n, f); } } return this; }
  removeAllListeners(n) { if (n === undefined) this._events = Object.create(null); else if (this._events) delete this._events[n]; return this; }
  emit(n, ...a) { const l = this._events?.[n]; if (!l || !l.length) { if (n === 'error') { if (a[0] instanceof Error) throw a[0]; const e = new Error(`Unhandled error. (${typeof a[0] === 'string' ? `'${a[0]}'` : require('util').inspect(a[0])})`); e.code = 'ERR_UNHANDLED_ERROR'; e.context = a[0]; throw e; } return false; } for (const f of l.slice()) f.apply(this, a); return true; }
  listenerCount(n) { return this._events?.[n]?.length ?? 0; } listeners(n) { return (this._events?.[n] ?? []).map(f => f.listener ?? f); } rawListeners(n) { return (this._events?.[n] ?? []).slice(); } eventNames() { return Reflect.ownKeys(this._events ?? {}); }
  setMaxListeners() { return this; } getMaxListeners() { return 10; }
}
function add(t, n, f, front) { if (typeof f !== 'function') { const e = new TypeError(`The "listener" argument must be of type function. Received ${f === undefined || f === null ? f : 'type ' + typeof f}`); e.code = 'ERR_INVALID_ARG_TYPE'; throw e; } t._events ??= Object.create(null); if (t._events.newListener) t.emit('newListener', n, f.listener ?? f); const l = t._events[n] ?? []; t._events[n] = front ? [f, ...l] : [...l, f]; t[Symbol.for('drydock.added')]?.(n); return t; }
function wrap(t, n, f) { const w = function (...a) { t.removeListener(n, w); return f.apply(t, a); }; w.listener = f; return w; }
EventEmitter.EventEmitter = EventEmitter; EventEmitter.defaultMaxListeners = 10;
EventEmitter.once = (e, n) => new Promise((y, no) => { e.once(n, (...a) => y(a)); if (n !== 'error') e.once('error', no); });
EventEmitter.captureRejectionSymbol = Symbol.for('nodejs.rejection');
// Function.prototype.call(this) of old code.
const Callable = function EventEmitter() { if (new.target) return; this._events ??= Object.create(null); }; void Callable;
module.exports = new Proxy(EventEmitter, { apply(t, self) { self._events ??= Object.create(null); } });
module.exports = EventEmitter;
