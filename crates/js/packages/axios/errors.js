// The errors of axios: what went wrong in a request, and that it was given up.
class AxiosError extends Error {
  constructor(message, code, config, request, response, cause) {
    super(message);
    const stack = cause?.stack ?? 'AxiosError' + this.stack.slice(this.stack.indexOf(':'));
    Object.defineProperty(this, 'stack', { value: stack, writable: true, configurable: true });
    // What the network said of itself stands first.
    for (const key of Object.keys(cause ?? {})) this[key] = cause[key];
    Object.defineProperty(this, 'message', { value: message, enumerable: true, writable: true, configurable: true });
    this.name = cause?.name ?? 'AxiosError';
    if (code ?? cause?.code) this.code = code ?? cause.code;
    if (config) this.config = config;
    if (request) this.request = request;
    if (response) {
      this.response = response;
      this.status = response.status ? response.status : null;
    }
    if (cause) Object.defineProperty(this, 'cause', { value: cause, configurable: true });
  }
  toJSON() {
    const { message, name, stack, config, code, status } = this;
    return { message, name, description: undefined, number: undefined, fileName: undefined, lineNumber: undefined, columnNumber: undefined, stack, config, code, status };
  }
  static from(error, code, config, request, response) {
    return new AxiosError(error.message, code, config, request, response, error);
  }
}
Object.defineProperty(AxiosError.prototype, 'isAxiosError', { value: true });
for (const code of ['ERR_BAD_OPTION_VALUE', 'ERR_BAD_OPTION', 'ECONNABORTED', 'ETIMEDOUT', 'ERR_NETWORK', 'ERR_FR_TOO_MANY_REDIRECTS', 'ERR_DEPRECATED', 'ERR_BAD_RESPONSE', 'ERR_BAD_REQUEST', 'ERR_CANCELED', 'ERR_NOT_SUPPORT', 'ERR_INVALID_URL']) {
  Object.defineProperty(AxiosError, code, { value: code });
}

class CanceledError extends AxiosError {
  constructor(message, config, request) {
    super(message ?? 'canceled', AxiosError.ERR_CANCELED, config, request);
    this.name = 'CanceledError';
    this.__CANCEL__ = true;
  }
}

module.exports = { AxiosError, CanceledError };
