// pg: clients, pools, parameters and results as node-postgres.com describes them, over the simulated server's own lines,
// written for Drydock. Left out: TLS, cursors, streams, LISTEN, binary results, native bindings, what columns are in a table.
const { Client, DatabaseError, escapeLiteral, escapeIdentifier, defaults } = require('./client.js');
const Pool = require('./pool.js');
const { types } = require('./values.js');

module.exports = { Client, Pool, Connection: undefined, Query: undefined, DatabaseError, defaults, types, escapeLiteral, escapeIdentifier };
Object.defineProperty(module.exports, 'native', { enumerable: false, get() { throw new Error("drydock: pg's native bindings are not simulated"); } });
