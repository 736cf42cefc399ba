"""What wakes the sender, and what may wait for more."""

import asyncio

from bot.bell import Bell

LONG = 60.0


async def test_a_result_waits_for_others_until_somebody_hurries():
    bell = Bell(together=LONG)
    bell.ring()
    heard = asyncio.ensure_future(bell.heard(LONG))
    await asyncio.sleep(0.02)
    assert not heard.done()
    bell.hurry()
    await asyncio.wait_for(heard, 5)


async def test_where_nothing_waits_for_others_a_result_is_heard_at_once():
    bell = Bell(together=0.0)
    bell.ring()
    await asyncio.wait_for(bell.heard(LONG), 5)


async def test_what_rang_before_is_forgotten():
    bell = Bell(together=0.0)
    bell.hurry()
    bell.hush()
    heard = asyncio.ensure_future(bell.heard(LONG))
    await asyncio.sleep(0.02)
    assert not heard.done()
    bell.ring()
    await asyncio.wait_for(heard, 5)
