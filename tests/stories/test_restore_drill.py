"""The drill: last night's copy is put back, on both databases, and the village goes on."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.app import Klyngebot
from bot.copies import contents, nightly, restored
from bot.erasure_log import write_down
from domain.pace import UNHURRIED
from simulator import Simulator
from simulator.people import Bot
from simulator.ptb import InProcessRequest
from storage.backup import copies
from storage.errors import DatabaseInUse
from tests.fixtures.bots import SetClock
from tests.fixtures.cast import Member, joined
from tests.storage.synthetic import dump

pytestmark = pytest.mark.usefixtures("no_digests")


@pytest.fixture
def delivered(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """Every update as Telegram brought it."""
    brought: list[dict] = []
    append = bot.updates._append

    def noted(body: dict, queue_key: int, life: float) -> int:
        number = append(body, queue_key, life)
        brought.append({"update_id": number} | body)
        return number

    monkeypatch.setattr(bot.updates, "_append", noted)
    return brought


@pytest.fixture
def started(telegram: Simulator, clock: SetClock) -> Callable:
    @asynccontextmanager
    async def again(settings) -> AsyncIterator[Klyngebot]:
        running = await Klyngebot.open(settings, clock, InProcessRequest(telegram), pace=UNHURRIED)
        task = asyncio.create_task(running.run())
        yield running
        await running.stop()
        await task

    return again


async def leave(member: Member) -> None:
    await member.writes("/settings")
    await member.taps("Mine oplysninger")
    await member.taps("Slet mig")
    await member.taps("Ja, slet alt om mig")
    assert member.sees.startswith("Alt om dig er slettet.")


async def test_last_night_s_copy_is_put_back(
    delivered: list[dict], bo: Member, anna: Member, klyngebot, bot, clock, started
):
    settings = klyngebot._settings
    await joined(anna, "vigersted")
    known = str(anna.chat.person.telegram_id)
    copied = await nightly(settings, clock.now())
    until_then = list(delivered)
    await leave(anna)
    await write_down(klyngebot.database, klyngebot.erasures)
    with pytest.raises(DatabaseInUse):
        await restored(settings, copied, clock.now())
    await klyngebot.stop()
    assert contents(copied).rows["people"] == 2

    assert await restored(settings, copied, clock.now()) == 1

    async with started(settings) as running:
        kept = await running.database.transact(dump)
        assert known not in kept
        assert "Anna" not in kept
        heard = [len(one.inbox) for one in (anna, bo)]
        for update in until_then:
            bot.updates.put_raw(update)
        await running.settled()
        assert [len(one.inbox) for one in (anna, bo)] == heard, "what came again did nothing again"
        bo.klyngebot = running
        await bo.writes("/mig")
        assert "Jystrup" in bo.sees
        await joined_again(running, anna)


async def joined_again(running: Klyngebot, anna: Member) -> None:
    """Whoever comes back is somebody new, and may."""
    anna.klyngebot = running
    await joined(anna, "vigersted")
    assert "Anna" in anna.sees


async def test_what_was_there_before_can_be_put_back_in_its_turn(bo: Member, klyngebot, clock):
    settings = klyngebot._settings
    first = await nightly(settings, clock.now())
    await leave(bo)
    await klyngebot.stop()
    clock.forward(timedelta(hours=1))
    await restored(settings, first, clock.now())
    kept = copies(first.parent, "before-restore")[-1]
    clock.forward(timedelta(hours=1))
    await restored(settings, kept, clock.now())
    assert contents(kept).rows["people"] == 0
