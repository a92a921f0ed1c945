// dotenv: reads .env, written for Drydock; what is set already stays.
const fs = require('fs'), util = require('util');
const parse = t => { const r = {}; for (const m of String(t).matchAll(/^\s*(?:export\s+)?([\w.-]+)\s*=\s*(?:'([^']*)'|"([^"]*)"|([^#\n\r]*))?.*$/gm)) r[m[1]] = m[2] ?? m[3] ?? (m[4] ?? '').trim(); return r; };
exports.parse = parse; exports.config = (o = {}) => { try { const parsed = parse(fs.readFileSync(o.path ?? '.env', 'utf8')); for (const k of Object.keys(parsed)) if (o.override || !(k in process.env)) process.env[k] = parsed[k]; return { parsed }; } catch (error) { return { error, parsed: {} }; } };
