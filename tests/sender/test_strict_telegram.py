"""The real pace before a Telegram that counts strictly; `python -m benchmarks.pace` takes the times, too."""

import asyncio

import pytest

from domain.pace import Pace
from simulator import SimulatorSettings
from simulator.settings import FloodLimits, Rate

pytestmark = pytest.mark.slow

STRICT = FloodLimits(bot=Rate(30.0, 6))
"""No more at once than our own pace ever lets out."""


async def test_a_mass_send_among_answers_is_never_too_fast(new_office):
    office = new_office(pace=Pace(), settings=SimulatorSettings(flood=STRICT))
    everybody = await office.neighbours(45)
    await office.put_to_all(everybody[:40], "Nyt")
    office.begin()
    for n in range(20):
        await office.answer(everybody[40 + n % 5], str(n))
        await asyncio.sleep(0.05)
    await office.drained()
    assert [entry.status for entry in office.calls()] == [200] * 60
