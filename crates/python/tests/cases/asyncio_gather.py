import asyncio
async def work(n, t):
    print('start', n)
    await asyncio.sleep(t)
    print('end', n)
    return n * 10
async def main():
    print(await asyncio.gather(work(1, 0.03), work(2, 0.01), work(3, 0.02)))
    t = asyncio.create_task(work(4, 0.01))
    print(t.done(), await t, t.done())
asyncio.run(main())
