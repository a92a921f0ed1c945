// Values between JavaScript and PostgreSQL: parameters as literals, answers by the type of their column.
const pad = (number, length = 2) => String(number).padStart(length, '0');

const quoted = text => "'" + text.replace(/'/g, "''") + "'";

/** A date in the process's own time zone, as the driver sends it. */
const dateText = date => {
  const offset = -date.getTimezoneOffset(), minutes = Math.abs(offset);
  const day = `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  const time = `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
  return `${day}T${time}${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
};

const arrayText = list => '{' + list.map(one => {
  if (one === null || one === undefined) return 'NULL';
  if (Array.isArray(one)) return arrayText(one);
  return '"' + plain(one).replace(/\\/g, '\\\\').replace(/"/g, '\\"') + '"';
}).join(',') + '}';

/** A parameter as the text that the driver sends; null for none. */
const plain = value => {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return dateText(value);
  if (Buffer.isBuffer(value)) return '\\x' + value.toString('hex');
  if (Array.isArray(value)) return arrayText(value);
  if (typeof value !== 'object') return String(value);
  if (typeof value.toPostgres === 'function') return plain(value.toPostgres(plain));
  return JSON.stringify(value);
};

const literal = value => {
  const text = plain(value);
  return text === null ? 'NULL' : quoted(text);
};

/** The parts of a text that mean themselves: strings, quoted names, comments. */
const QUOTED = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$/y;

const pieces = function* (text) {
  let at = 0, from = 0;
  while (at < text.length) {
    QUOTED.lastIndex = at;
    const found = QUOTED.exec(text);
    if (!found) {
      at++;
      continue;
    }
    if (at > from) yield [text.slice(from, at), false];
    yield [found[0], true];
    at = from = QUOTED.lastIndex;
  }
  if (at > from) yield [text.slice(from, at), false];
};

/** The text with its parameters, and what an offset in it was in the one that was given. */
exports.filled = (text, values) => {
  let out = '';
  const shifts = [];
  for (const [piece, whole] of pieces(text)) {
    out += whole ? piece : piece.replace(/\$(\d+)/g, (word, number, at) => {
      const value = literal(values[number - 1]);
      shifts.push({ at: out.length + at, by: value.length - word.length });
      return value;
    });
  }
  const place = offset => shifts.reduce((sum, one) => one.at < offset ? sum - one.by : sum, offset);
  return { text: out, place };
};

/** How many parameters a text asks for. */
exports.wanted = text => {
  let most = 0;
  for (const [piece, whole] of pieces(text)) {
    if (!whole) for (const [, number] of piece.matchAll(/\$(\d+)/g)) most = Math.max(most, +number);
  }
  return most;
};

/** The statements of a text that holds several. */
exports.statements = text => {
  const out = [''];
  for (const [piece, whole] of pieces(text)) {
    if (whole) out[out.length - 1] += piece;
    else {
      const [first, ...more] = piece.split(';');
      out[out.length - 1] += first;
      out.push(...more);
    }
  }
  const empty = one => !one.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, '').trim();
  return out.filter(one => !empty(one));
};

// Numbers of types, out of PostgreSQL's catalogue.
const OID = { BOOL: 16, BYTEA: 17, INT8: 20, INT2: 21, INT4: 23, TEXT: 25, JSON: 114, FLOAT4: 700, FLOAT8: 701, BPCHAR: 1042, VARCHAR: 1043, DATE: 1082, TIME: 1083, TIMESTAMP: 1114, TIMESTAMPTZ: 1184, INTERVAL: 1186, NUMERIC: 1700, UUID: 2950, JSONB: 3802 };

const local = text => {
  const [, y, mo, d, h = 0, mi = 0, s = 0, part = '0'] = /^(\d+)-(\d+)-(\d+)(?: (\d+):(\d+):(\d+)(?:\.(\d+))?)?$/.exec(text) ?? [];
  return y === undefined ? text : new Date(+y, mo - 1, +d, +h, +mi, +s, Math.floor(+('0.' + part) * 1000));
};
const zoned = text => {
  const [, day, time, part = '', zone] = /^(\d+-\d+-\d+) (\d+:\d+:\d+)(?:\.(\d+))?([+-]\d\d(?::\d\d)?)$/.exec(text) ?? [];
  return day === undefined ? text : new Date(`${day}T${time}.${part.slice(0, 3).padEnd(3, '0')}${zone.includes(':') ? zone : zone + ':00'}`);
};
const bytes = text => text.startsWith('\\x') ? Buffer.from(text.slice(2), 'hex') : Buffer.from(text);

const parsers = new Map([
  [OID.BOOL, text => text === 't'], [OID.INT2, Number], [OID.INT4, Number], [OID.FLOAT4, Number], [OID.FLOAT8, Number],
  [OID.DATE, local], [OID.TIMESTAMP, local], [OID.TIMESTAMPTZ, zoned], [OID.JSON, JSON.parse], [OID.JSONB, JSON.parse], [OID.BYTEA, bytes],
]);

exports.types = {
  builtins: OID,
  setTypeParser: (oid, format, parse) => { parsers.set(oid, parse ?? format); },
  getTypeParser: oid => parsers.get(oid) ?? String,
};

// What a cell is says more than its column where the engine doesn't know the column's type.
const BY_CELL = { b: OID.BOOL, f: OID.FLOAT8, d: OID.DATE, s: OID.TIMESTAMP, z: OID.TIMESTAMPTZ };

exports.fieldOf = ([name, , oid]) => ({ name, dataTypeID: oid ?? OID.TEXT, format: 'text' });
exports.cell = (value, field) => {
  if (value === null) return null;
  const [kind, text] = value;
  return exports.types.getTypeParser(BY_CELL[kind] ?? field.dataTypeID)(text);
};
exports.quoted = quoted;
