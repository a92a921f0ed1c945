// body-parser: a request's body as a value, as github.com/expressjs/body-parser describes it, written for Drydock.
// Left out: limits, charsets, compressed bodies.
const { parse } = require('querystring');
const body = (test, read) => (req, res, next) => { if (req._body) return next(); if (!test.test(req.headers['content-type'] ?? '') || (!req.headers['transfer-encoding'] && !(+req.headers['content-length'] > 0))) return next(); const l = []; req.on('data', d => l.push(d)); req.on('end', () => { req._body = true; try { req.body = read(Buffer.concat(l)); } catch (e) { e.status = e.statusCode = 400; e.type = 'entity.parse.failed'; return next(e); } next(); }); };
module.exports = () => { throw new Error('The bodyParser() generic has been split into individual middleware to use instead.'); };
module.exports.json = () => body(/json/, b => JSON.parse(b.toString())); module.exports.urlencoded = () => body(/x-www-form-urlencoded/, b => ({ ...parse(b.toString()) }));
module.exports.text = () => body(/text\/plain/, b => b.toString()); module.exports.raw = () => body(/octet-stream/, b => b);
