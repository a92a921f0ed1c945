// redis: the client of github.com/redis/node-redis, written for Drydock. Its major version decides what it is like: promises
// since 4, callbacks before (old.js). Left out: RESP3, clusters, sentinels, TLS, scripts, legacyMode, what redis-server leaves out.
const major = parseInt(require('./package.json').version, 10);

module.exports = major < 4 ? require('./old.js') : require('./client.js');
