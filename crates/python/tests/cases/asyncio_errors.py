import asyncio
async def bad():
    raise ValueError('no')
async def slow():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print('cancelled')
        raise
async def main():
    print(await asyncio.gather(bad(), asyncio.sleep(0, 'ok'), return_exceptions=True))
    try:
        await asyncio.wait_for(slow(), 0.01)
    except asyncio.TimeoutError:
        print('timeout')
    t = asyncio.create_task(slow())
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print('was cancelled', t.cancelled())
    try:
        await asyncio.gather(bad())
    except ValueError as e:
        print('raised', e)
asyncio.run(main())
