// uses axios@1.13.1
const axios = require('axios'), http = require('http');
const server = http.createServer((req, res) => {
  const parts = [];
  req.on('data', part => parts.push(part));
  req.on('end', () => {
    if (req.url.startsWith('/missing')) {
      res.writeHead(404, { 'Content-Type': 'application/json' });
      return res.end('{"error":"none"}');
    }
    if (req.url.startsWith('/broken')) {
      res.statusCode = 500;
      return res.end('oops');
    }
    if (req.url.startsWith('/moved')) {
      res.writeHead(302, { Location: '/there?x=1' });
      return res.end();
    }
    if (req.url.startsWith('/slow')) return;
    res.setHeader('Content-Type', 'application/json');
    const { host, connection, 'user-agent': agent, ...headers } = req.headers;
    res.end(JSON.stringify({ method: req.method, url: req.url, headers, body: Buffer.concat(parts).toString() }));
  });
});
server.listen(3456, '127.0.0.1', async () => {
  const base = 'http://127.0.0.1:3456';
  const show = r => console.log(r.status, r.statusText, r.headers['content-type'], r.data);
  show(await axios.get(base + '/a', { params: { q: 'x y', list: [1, 2], o: { k: true }, none: null, at: new Date(0) } }));
  show(await axios.post(base + '/b', { name: 'tea', n: [1] }));
  show(await axios.put(base + '/b', 'plain'));
  show(await axios.delete(base + '/b', { data: { id: 1 } }));
  const form = { method: 'PATCH', url: base + '/p', data: new URLSearchParams({ a: 1 }), headers: { 'X-Token': 't' }, auth: { username: 'u', password: 'p' } };
  show(await axios(form));
  show(await axios.get(base + '/moved'));
  const api = axios.create({ baseURL: base + '/api/', headers: { common: { 'X-Common': 'c' }, 'X-Own': 'o' }, timeout: 50 });
  api.defaults.headers.common['Authorization'] = 'Bearer t';
  api.interceptors.request.use(config => {
    config.headers['X-First'] = '1';
    console.log('request', config.method, config.url, config.baseURL);
    return config;
  });
  api.interceptors.request.use(config => {
    console.log('the second runs first');
    return config;
  });
  api.interceptors.response.use(response => {
    response.data.seen = true;
    return response;
  }, error => {
    console.log('rejected', error.message);
    return Promise.reject(error);
  });
  show(await api.get('/users'));
  show(await api.post('users', { a: 1 }, { params: { page: 2 } }));
  for (const path of ['/missing', '/broken', '/slow']) {
    try {
      await api.get(base + path);
    } catch (e) {
      console.log(e.name, e.code, e.message, e.status, e.response?.status, e.response?.data, axios.isAxiosError(e), e instanceof axios.AxiosError);
      console.log(Object.keys(e), e.stack.split('\n')[0]);
    }
  }
  for (const url of ['http://127.0.0.1:1/', 'ftp://x/']) {
    const e = await axios.get(url).catch(error => error);
    console.log(e.name, e.code, e.message, e.response, !!e.request, e.cause?.code);
  }
  show(await axios.get(base + '/missing', { validateStatus: status => status < 500 }));
  const stop = new AbortController(), given = axios.get(base + '/slow', { signal: stop.signal });
  stop.abort();
  await given.catch(e => console.log(e.name, e.code, e.message, axios.isCancel(e)));
  console.log(axios.getUri({ url: '/x', params: { a: 'b&c' } }));
  const [x, y] = await axios.all([axios.get(base + '/1'), axios.get(base + '/2')]);
  console.log(x.data.url, y.data.url, x.config.method, x.request.path);
  process.exit(0);
});
