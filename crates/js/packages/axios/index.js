// axios: requests, defaults, interceptors and errors as axios-http.com/docs describes them, on node:http, written for Drydock.
// Left out: proxies, streams, form data, uploads' progress, compressed answers, XSRF, and answers of browsers.
const http = require('http');
const { AxiosError, CanceledError } = require('./errors.js');
const AxiosHeaders = require('./headers.js');
const { version: VERSION } = require('./package.json');

const plain = value => value !== null && typeof value === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(value));

/** Two values as one: objects by their keys, everything else by the later one. */
const merged = (a, b) => {
  if (!plain(b)) return b === undefined ? a : Array.isArray(b) ? [...b] : b;
  const out = plain(a) ? { ...a } : {};
  for (const key of Object.keys(b)) out[key] = merged(out[key], b[key]);
  return out; // What is undefined keeps its place among the headers.
};
const mergeConfig = (a, b = {}) => {
  const { url, method, data, ...rest } = a;
  return merged(rest, { ...b, headers: b.headers instanceof AxiosHeaders ? b.headers.toJSON() : b.headers });
};

const text = value => value instanceof Date ? value.toISOString() : plain(value) ? JSON.stringify(value) : String(value);
const encode = value => encodeURIComponent(value).replace(/%3A/gi, ':').replace(/%24/g, '$').replace(/%2C/gi, ',').replace(/%20/g, '+');

/** `params` as a query: lists as `name[]`, objects as `name[key]`, nothing for null and undefined. */
const queryOf = params => {
  if (params instanceof URLSearchParams) return params.toString();
  const pairs = [];
  const add = (name, value) => {
    if (value === null || value === undefined) return;
    if (Array.isArray(value)) value.forEach(one => add(`${name}[]`, one));
    else if (plain(value)) Object.keys(value).forEach(key => add(`${name}[${key}]`, value[key]));
    else pairs.push(`${encode(name)}=${encode(text(value))}`);
  };
  for (const key of Object.keys(params)) add(key, params[key]);
  return pairs.join('&');
};

const addressOf = config => {
  let url = config.url ?? '';
  const absolute = config.allowAbsoluteUrls !== false && /^([a-z][a-z\d+\-.]*:)?\/\//i.test(url);
  if (config.baseURL && !absolute) url = url ? config.baseURL.replace(/\/?\/$/, '') + '/' + url.replace(/^\/+/, '') : config.baseURL;
  const serialize = config.paramsSerializer?.serialize ?? (typeof config.paramsSerializer === 'function' ? config.paramsSerializer : queryOf);
  const query = config.params ? serialize(config.params) : '';
  if (query) url = url.replace(/#.*$/, '') + (url.includes('?') ? '&' : '?') + query;
  return url;
};

const defaults = {
  transitional: { silentJSONParsing: true, forcedJSONParsing: true, clarifyTimeoutError: false },
  adapter: ['xhr', 'http', 'fetch'],
  transformRequest: [function transformRequest(data, headers) {
    const type = headers.get('Content-Type') ?? '';
    if (data instanceof URLSearchParams) {
      headers.set('Content-Type', 'application/x-www-form-urlencoded;charset=utf-8', false);
      return data.toString();
    }
    if (data === null || data === undefined || Buffer.isBuffer(data) || data instanceof Uint8Array) return data;
    if (typeof data === 'object' && type.includes('application/x-www-form-urlencoded')) return queryOf(data);
    if (typeof data === 'object' && type.includes('multipart/form-data')) throw new AxiosError('drydock: axios\'s form data is not simulated', AxiosError.ERR_NOT_SUPPORT, this);
    if (typeof data !== 'object' && !type.includes('application/json')) return data;
    headers.set('Content-Type', 'application/json', false);
    if (typeof data !== 'string') return JSON.stringify(data);
    try {
      JSON.parse(data);
      return data.trim();
    } catch {
      return JSON.stringify(data);
    }
  }],
  transformResponse: [function transformResponse(data) {
    if (typeof data !== 'string' || !data || this.responseType && this.responseType !== 'json') return data;
    try {
      return JSON.parse(data);
    } catch {
      return data;
    }
  }],
  timeout: 0,
  xsrfCookieName: 'XSRF-TOKEN',
  xsrfHeaderName: 'X-XSRF-TOKEN',
  maxContentLength: -1,
  maxBodyLength: -1,
  env: {},
  validateStatus: status => status >= 200 && status < 300,
  headers: { common: { Accept: 'application/json, text/plain, */*', 'Content-Type': undefined }, delete: {}, get: {}, head: {}, post: {}, put: {}, patch: {} },
};

/** One exchange with a server, redirects followed. */
const exchange = (config, address, method, body, hops) => new Promise((resolve, reject) => {
  let url;
  try {
    url = new URL(address, 'http://localhost');
    if (!/^https?:$/.test(url.protocol)) return reject(new AxiosError(`Unsupported protocol ${url.protocol}`, AxiosError.ERR_BAD_REQUEST, config));
  } catch {
    return reject(new AxiosError('Invalid URL', AxiosError.ERR_INVALID_URL, config));
  }
  const headers = config.headers.toJSON();
  if (config.auth) headers.Authorization = 'Basic ' + Buffer.from(`${config.auth.username ?? ''}:${config.auth.password ?? ''}`).toString('base64');
  else if (url.username) headers.Authorization = 'Basic ' + Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString('base64');
  const request = http.request({ protocol: url.protocol, hostname: url.hostname, port: url.port, path: url.pathname + url.search, method, headers });
  let over = false;
  const end = (settle, value) => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    settle(value);
  };
  const give = error => {
    end(reject, error);
    request.destroy();
  };
  const limit = +config.timeout;
  const late = () => give(new AxiosError(config.timeoutErrorMessage ?? `timeout of ${config.timeout}ms exceeded`, AxiosError.ECONNABORTED, config, request));
  const timer = limit > 0 ? setTimeout(late, limit) : undefined;
  const stop = reason => give(!reason || reason.type ? new CanceledError(null, config, request) : reason);
  config.cancelToken?.subscribe(stop);
  config.signal?.addEventListener('abort', () => stop());
  request.on('error', error => end(reject, AxiosError.from(error, null, config, request)));
  request.on('response', message => {
    const location = message.headers.location;
    if (location && [301, 302, 303, 307, 308].includes(message.statusCode) && config.maxRedirects !== 0) {
      if (hops >= (config.maxRedirects ?? 21)) return give(new AxiosError('Maximum number of redirects exceeded', AxiosError.ERR_FR_TOO_MANY_REDIRECTS, config, request));
      message.resume();
      const again = message.statusCode === 303 && method !== 'HEAD' || message.statusCode < 303 && method === 'POST';
      if (again) config.headers.delete('Content-Type');
      return end(resolve, exchange(config, new URL(location, url).href, again ? 'GET' : method, again ? undefined : body, hops + 1));
    }
    const parts = [];
    message.on('data', part => parts.push(part));
    message.on('aborted', () => give(new AxiosError('stream has been aborted', AxiosError.ERR_BAD_RESPONSE, config, request)));
    message.on('end', () => {
      const bytes = Buffer.concat(parts);
      if (config.maxContentLength > -1 && bytes.length > config.maxContentLength) return give(new AxiosError(`maxContentLength size of ${config.maxContentLength} exceeded`, AxiosError.ERR_BAD_RESPONSE, config, request));
      if (message.headers['content-encoding']) return give(new AxiosError('drydock: axios\'s compressed answers are not simulated', AxiosError.ERR_NOT_SUPPORT, config, request));
      const data = config.responseType === 'arraybuffer' ? bytes : bytes.toString('utf8').replace(/^\ufeff/, '');
      end(resolve, { status: message.statusCode, statusText: message.statusMessage, headers: new AxiosHeaders(message.headers), config, request, data });
    });
  });
  request.end(body);
});

const transformed = (config, response) => {
  const target = response ?? config;
  for (const step of [].concat((response ? config.transformResponse : config.transformRequest) ?? [])) {
    target.data = step.call(config, target.data, target.headers, response?.status);
  }
};

const dispatch = async config => {
  config.cancelToken?.throwIfRequested();
  if (config.signal?.aborted) throw new CanceledError(null, config);
  config.headers = new AxiosHeaders(config.headers);
  transformed(config);
  if (['post', 'put', 'patch'].includes(config.method)) config.headers.set('Content-Type', 'application/x-www-form-urlencoded', false);
  let response;
  if (typeof config.adapter === 'function') response = await config.adapter(config);
  else {
    if (config.responseType === 'stream') throw new AxiosError("drydock: axios's answers as streams are not simulated", AxiosError.ERR_NOT_SUPPORT, config);
    config.headers.set('User-Agent', 'axios/' + VERSION, false);
    const body = config.data === undefined || config.data === null ? undefined : Buffer.from(config.data);
    if (body) config.headers.set('Content-Length', String(body.length));
    else config.headers.delete('Content-Type');
    config.headers.set('Accept-Encoding', 'gzip, compress, deflate, br', false);
    response = await exchange(config, addressOf(config), config.method.toUpperCase(), body, 0);
  }
  transformed(config, response);
  if (!response.status || !config.validateStatus || config.validateStatus(response.status)) return response;
  const code = [AxiosError.ERR_BAD_REQUEST, AxiosError.ERR_BAD_RESPONSE][Math.floor(response.status / 100) - 4];
  throw new AxiosError('Request failed with status code ' + response.status, code, config, response.request, response);
};

class InterceptorManager {
  constructor() { this.handlers = []; }
  use(fulfilled, rejected, options = {}) { return this.handlers.push({ fulfilled, rejected, runWhen: options.runWhen }) - 1; }
  eject(id) { if (this.handlers[id]) this.handlers[id] = null; }
  clear() { this.handlers = []; }
  forEach(each) { for (const one of this.handlers) if (one) each(one); }
}

class Axios {
  constructor(own = {}) {
    this.defaults = own;
    this.interceptors = { request: new InterceptorManager(), response: new InterceptorManager() };
  }
  request(first, second) {
    const config = mergeConfig(this.defaults, typeof first === 'string' ? { ...second, url: first } : first);
    config.method = (config.method ?? this.defaults.method ?? 'get').toLowerCase();
    const { common, delete: d, get, head, post, put, patch, query, ...given } = config.headers ?? {};
    config.headers = new AxiosHeaders({ ...common, ...config.headers?.[config.method], ...given });
    config.allowAbsoluteUrls ??= true;
    // The interceptors of requests run from the last to the first, those of answers from the first to the last.
    const steps = [[dispatch, undefined]];
    this.interceptors.request.forEach(one => {
      if (!one.runWhen || one.runWhen(config)) steps.unshift([one.fulfilled, one.rejected]);
    });
    this.interceptors.response.forEach(one => steps.push([one.fulfilled, one.rejected]));
    return steps.reduce((promise, [fulfilled, rejected]) => promise.then(fulfilled, rejected), Promise.resolve(config));
  }
  getUri(config) { return addressOf(mergeConfig(this.defaults, config)); }
}
for (const method of ['delete', 'get', 'head', 'options']) {
  Axios.prototype[method] = function (url, config) { return this.request({ ...config, method, url, data: config?.data }); };
}
for (const method of ['post', 'put', 'patch']) {
  Axios.prototype[method] = function (url, data, config) { return this.request({ ...config, method, url, data }); };
  Axios.prototype[method + 'Form'] = function (url, data, config) {
    return this.request({ ...config, method, url, data, headers: { 'Content-Type': 'multipart/form-data', ...config?.headers } });
  };
}

class CancelToken {
  constructor(executor) {
    this.listeners = [];
    executor((message, config, request) => {
      if (this.reason) return;
      this.reason = new CanceledError(message, config, request);
      this.listeners.splice(0).forEach(tell => tell(this.reason));
    });
  }
  throwIfRequested() { if (this.reason) throw this.reason; }
  subscribe(tell) { if (this.reason) tell(this.reason); else this.listeners.push(tell); }
  static source() {
    let cancel;
    const token = new CancelToken(made => { cancel = made; });
    return { token, cancel };
  }
}

/** A function that is also an `Axios`, as `axios` itself is. */
const create = own => {
  const context = new Axios(own);
  const instance = (first, second) => context.request(first, second);
  for (const name of Object.getOwnPropertyNames(Axios.prototype)) if (name !== 'constructor') instance[name] = context[name].bind(context);
  instance.defaults = context.defaults;
  instance.interceptors = context.interceptors;
  instance.create = config => create(mergeConfig(own, config));
  return instance;
};

const axios = create(defaults);
Object.assign(axios, {
  Axios, AxiosError, AxiosHeaders, CanceledError, Cancel: CanceledError, CancelToken, VERSION, mergeConfig,
  isAxiosError: value => value?.isAxiosError === true,
  isCancel: value => !!value?.__CANCEL__,
  all: promises => Promise.all(promises),
  spread: f => list => f(...list),
  toFormData() { throw new Error("drydock: axios's toFormData is not simulated"); },
  HttpStatusCode: { Ok: 200, Created: 201, Accepted: 202, NoContent: 204, MovedPermanently: 301, Found: 302, NotModified: 304, BadRequest: 400, Unauthorized: 401, Forbidden: 403, NotFound: 404, Conflict: 409, UnprocessableEntity: 422, TooManyRequests: 429, InternalServerError: 500, NotImplemented: 501, BadGateway: 502, ServiceUnavailable: 503, GatewayTimeout: 504 },
});
axios.default = axios;
module.exports = axios;
