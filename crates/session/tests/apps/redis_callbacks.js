const redis = require('redis');
const client = redis.createClient({ host: 'cache', port: 6379 });
client.on('ready', () => console.log('ready', client.connected));
client.set('visits', 0);
client.get('visits', (error, visits) => {
  console.log(error, visits);
  client.set('visits', parseInt(visits) + 1, redis.print);
});
client.hmset('user', { name: 'Ada', age: 36 }, redis.print);
client.hgetall('user', (error, user) => console.log(user));
client.multi().incr('visits').get('visits').exec((error, replies) => {
  console.log(error, replies);
  client.lpush('visits', 'x', error => {
    console.log(error.name, error.code, error.command);
    client.quit((error, reply) => console.log(reply));
  });
});
