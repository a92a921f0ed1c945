const Redis = require('ioredis');
(async () => {
  const redis = new Redis('redis://cache:6379');
  console.log(await redis.set('a', 1, 'EX', 100), await redis.ttl('a'), await redis.incr('a'));
  console.log(await redis.hset('h', { f: 'v', g: 2 }), await redis.hgetall('h'), await redis.hgetall('none'));
  console.log((await redis.pipeline().incr('a').lpush('a', 'x').exec()).map(([error, reply]) => error?.message ?? reply));
  console.log(await redis.multi().incr('a').get('a').exec());
  const other = redis.duplicate();
  other.on('message', (channel, message) => {
    console.log(channel, message);
    other.disconnect();
    redis.disconnect();
  });
  console.log(await other.subscribe('news', 'more'));
  await redis.publish('news', 'hello');
})();
