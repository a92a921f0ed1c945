// Headers of axios: properties whose names are found whatever their case.
class AxiosHeaders {
  constructor(from) { if (from) this.set(from); }
  #key(name) {
    const lower = name.toLowerCase();
    return Object.keys(this).find(key => key.toLowerCase() === lower);
  }
  /** With `rewrite` false, what is there stays. */
  set(name, value, rewrite) {
    if (typeof name === 'object') {
      for (const key of Object.keys(name)) this.set(key, name[key], value);
      return this;
    }
    const key = this.#key(name);
    if (key !== undefined && this[key] !== undefined && rewrite === false) return this;
    this[key ?? name] = value === undefined || value === null || value === false ? value : Array.isArray(value) ? value.map(String) : String(value);
    return this;
  }
  get(name) {
    const key = this.#key(name);
    return key === undefined ? undefined : this[key];
  }
  has(name) { return this.get(name) !== undefined; }
  delete(name) {
    const key = this.#key(name);
    if (key === undefined) return false;
    return delete this[key];
  }
  toJSON() {
    const out = {};
    for (const key of Object.keys(this)) if (this[key] !== null && this[key] !== undefined && this[key] !== false) out[key] = this[key];
    return out;
  }
  setContentType(value, rewrite) { return this.set('Content-Type', value, rewrite); }
  getContentType() { return this.get('Content-Type'); }
  setAuthorization(value, rewrite) { return this.set('Authorization', value, rewrite); }
  getAuthorization() { return this.get('Authorization'); }
  [Symbol.iterator]() { return Object.entries(this.toJSON())[Symbol.iterator](); }
  get [Symbol.toStringTag]() { return 'AxiosHeaders'; }
  static from(value) { return value instanceof AxiosHeaders ? value : new AxiosHeaders(value); }
}
// The real ones are shown as `Object [AxiosHeaders]`.
delete AxiosHeaders.prototype.constructor;

module.exports = AxiosHeaders;
