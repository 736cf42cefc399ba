"""The disk is full at any moment: nobody is told "done" wrongly, and what was turned away comes later.

A disk of so many pages stands in for a real one (`PRAGMA max_page_count`), because a test cannot count on the
right to mount one. What the ballast takes of it is free again when that file is gone.
`KLYNGEBOT_TEST_FULL_DISKS=20` fills it more often.
"""

import asyncio
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot import ballast
from bot.ballast import ROOMY, SIZE
from bot.webhook import LATER
from simulator import Bot, Simulator
from storage import sqlite_engine
from storage.transaction import Transaction
from tests.fixtures.patience import eventually
from tests.intake.conftest import Start
from tests.intake.test_app import HANDLERS
from tests.intake.test_webhook import settings

__all__ = ["settings"]

TIMES = int(os.environ.get("KLYNGEBOT_TEST_FULL_DISKS", "6"))
PAGE = 4096
LATE = "An update cannot be kept now; Telegram brings it again"


class Disk:
    """`full` leaves no page but those the database has, and those the ballast held."""

    def __init__(self, folder: Path) -> None:
        self.full = False
        self._folder = folder

    def limit(self, connection: sa.Connection) -> None:
        driver = sqlite_engine.driver(connection)
        used = driver.execute("PRAGMA page_count").fetchone()[0]
        spare = 0 if (self._folder / "ballast").exists() else SIZE // PAGE
        most = used + spare if self.full else 2**30
        driver.execute(f"PRAGMA max_page_count = {most}")

    def room(self, _: Path) -> int:
        if not self.full:
            return ROOMY + 1
        return 0 if (self._folder / "ballast").exists() else SIZE - 1


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    disk = Disk(tmp_path)
    limit = disk.limit
    monkeypatch.setattr(ballast, "room", disk.room)
    sa.event.listen(sa.Engine, "begin", limit)
    yield disk
    sa.event.remove(sa.Engine, "begin", limit)


def integrity(tx: Transaction) -> str:
    return tx.connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()


def turned_away(said: list[EventDict]) -> bool:
    return any(line["event"] == LATE for line in said)


@pytest.mark.slow
async def test_again_and_again_full_and_what_was_turned_away_is_answered_once(
    start: Start, disk: Disk, simulator: Simulator, telegram_bot: Bot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(ballast, "LOOK", 3600.0)  # the reserve is another test's matter
    monkeypatch.setitem(LATER, "Retry-After", "0")
    chance = random.Random(13)
    everybody = [simulator.add_person(f"Nabo {n}").chat(telegram_bot) for n in range(2)]
    written: dict[int, list[str]] = {n: [] for n in range(2)}
    times_turned_away = 0
    async with start(HANDLERS) as klyngebot:
        await eventually(lambda: telegram_bot.delivery.hook is not None)
        await eventually(klyngebot.ballast._file.exists)
        for _ in range(TIMES):
            with capture_logs() as said:
                for n, who in enumerate(everybody):
                    for part in range(3):
                        text = f"{len(written[n])} {part} " + "x" * 3500
                        who.write(text)
                        written[n].append(f"You said {text}")
                await asyncio.sleep(chance.uniform(0, 0.05))
                disk.full = True
                for n, who in enumerate(everybody):
                    text = f"{len(written[n])} full " + "x" * 3500
                    who.write(text)
                    written[n].append(f"You said {text}")
                await eventually(lambda: turned_away(said) or not telegram_bot.updates.fresh())
                disk.full = False
                await klyngebot.settled()
            times_turned_away += turned_away(said)
        assert await klyngebot.database.transact(integrity) == "ok"
    assert times_turned_away >= TIMES // 2
    assert {n: who.inbox for n, who in enumerate(everybody)} == written
