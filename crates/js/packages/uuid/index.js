// uuid: random identifiers in the form of RFC 9562, written for Drydock; the versions other than 4 say that they are missing.
const { randomBytes } = require('crypto');
const FORM = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|0{8}-(?:0{4}-){3}0{12}|f{8}-(?:f{4}-){3}f{12})$/i;
exports.NIL = '00000000-0000-0000-0000-000000000000';
exports.MAX = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
exports.validate = text => typeof text === 'string' && FORM.test(text);
exports.version = text => { if (!exports.validate(text)) throw new TypeError('Invalid UUID'); return parseInt(text[14], 16); };
exports.v4 = (options, into) => {
  if (into) throw new Error('drydock: uuid into an array is not simulated');
  const bytes = Buffer.from(options?.random ?? options?.rng?.() ?? randomBytes(16));
  bytes[6] = bytes[6] & 0x0f | 0x40; bytes[8] = bytes[8] & 0x3f | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};
for (const name of ['v1', 'v3', 'v5', 'v6', 'v7', 'parse', 'stringify']) exports[name] = () => { throw new Error(`drydock: uuid's ${name} is not simulated`); };
