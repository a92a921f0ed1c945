// cookie-parser: req.cookies as github.com/expressjs/cookie-parser describes it, written for Drydock; signatures are missing.
const plain = text => { try { return decodeURIComponent(text); } catch { return text; } };
const json = text => { if (typeof text !== 'string' || !text.startsWith('j:')) return undefined; try { return JSON.parse(text.slice(2)); } catch { return undefined; } };
module.exports = secret => (req, res, next) => {
  if (req.cookies) return next();
  req.secret = [].concat(secret ?? [])[0]; req.cookies = Object.create(null); req.signedCookies = Object.create(null);
  for (const part of (req.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('='); if (at < 0) continue;
    const name = part.slice(0, at).trim(), value = plain(part.slice(at + 1).trim().replace(/^"(.*)"$/, '$1'));
    if (name in req.cookies) continue;
    if (req.secret && value.startsWith('s:')) return next(new Error('drydock: signed cookies are not simulated'));
    req.cookies[name] = json(value) ?? value;
  }
  next();
};
module.exports.JSONCookie = json;
