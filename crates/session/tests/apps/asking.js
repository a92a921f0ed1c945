const axios = require('axios');
(async () => {
  const api = axios.create({ baseURL: 'http://web:3000' });
  const { status, data } = await api.post('/items', { name: "it's tea", price: 2.5 });
  console.log(status, data);
  try {
    await api.post('/items', { name: "it's tea" });
  } catch (error) {
    console.log(error.message, error.response.data);
  }
  console.log((await api.get('/items')).data);
  console.log(await axios.get('http://web:9/').catch(error => error.code));
})();
