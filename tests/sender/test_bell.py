"""What wakes the sender, and what may wait for more."""

import asyncio

from bot.bell import Bell
from tests.fixtures.patience import in_time

LONG = 3600.0


async def test_a_result_waits_for_others_until_somebody_hurries():
    bell = Bell(together=LONG)
    bell.ring()
    heard = asyncio.ensure_future(bell.heard(LONG))
    await asyncio.sleep(0.02)
    assert not heard.done()
    bell.hurry()
    await in_time(heard)


async def test_where_nothing_waits_for_others_a_result_is_heard_at_once():
    bell = Bell(together=0.0)
    bell.ring()
    await in_time(bell.heard(LONG))


async def test_what_rang_before_is_forgotten():
    bell = Bell(together=0.0)
    bell.hurry()
    bell.hush()
    heard = asyncio.ensure_future(bell.heard(LONG))
    await asyncio.sleep(0.02)
    assert not heard.done()
    bell.ring()
    await in_time(heard)
