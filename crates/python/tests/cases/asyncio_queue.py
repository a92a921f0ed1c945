import asyncio
async def producer(q):
    for i in range(3):
        await q.put(i)
        await asyncio.sleep(0)
    await q.put(None)
async def consumer(q):
    while (x := await q.get()) is not None:
        print('got', x)
async def main():
    q = asyncio.Queue(1)
    await asyncio.gather(producer(q), consumer(q))
    e, l = asyncio.Event(), asyncio.Lock()
    async def waiter(n):
        await e.wait()
        async with l:
            print('in', n)
            await asyncio.sleep(0)
            print('out', n)
    ts = [asyncio.create_task(waiter(i)) for i in range(2)]
    await asyncio.sleep(0)
    e.set()
    await asyncio.wait(ts)
    async with asyncio.TaskGroup() as g:
        a = g.create_task(asyncio.sleep(0.01, 'a'))
        b = g.create_task(asyncio.sleep(0.005, 'b'))
    print(a.result(), b.result(), await asyncio.to_thread(lambda: 5))
    async for x in agen():
        print(x)
async def agen():
    for i in range(2):
        yield i
        await asyncio.sleep(0)
asyncio.run(main())
