"""How the running bot is: what `/readyz` and `/metrics` say."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot import ballast, metrics
from bot.clock import Clock
from bot.fleet import Fleet
from scheduler.clockwork import Clockwork
from storage import backup, bots, load
from storage.database import Database
from storage.errors import DatabaseBusy, DatabaseUnavailable
from storage.load import Load
from web.health import Readiness

HERE = "127.0.0.1"
"""Where `/metrics` is, and nowhere else, whatever address the web pages have."""
WITHIN = 5.0
"""Seconds the database may take before it counts as one that cannot."""
STILL_TOO_LONG = 60.0
"""Seconds without a tick: six times the quickest duty's pause."""
BEAT = 60.0
"""Seconds between two words in the database that we are alive."""


@dataclass(frozen=True)
class Watch:
    """Looks at all parts; none of them knows it."""

    database: Database
    clock: Clock
    fleet: Fleet
    clockwork: Clockwork
    copies: Path

    async def readiness(self) -> Readiness:
        """With a write to the database, on the disk when this returns."""
        written = await self._write()
        troubles = [*self.fleet.troubles()]
        if written is None:
            troubles.append("The database cannot be written.")
        if (still := self.clockwork.still_for()) > STILL_TOO_LONG:
            troubles.append(f"The clock has not ticked for {still:.0f} seconds, and no reminder goes out.")
        now, copied = self.clock.now(), backup.newest(self.copies)
        return Readiness(
            troubles,
            written,
            still,
            self.clockwork.failing,
            (now - copied).total_seconds() if copied else None,
            self.fleet.health(),
            [*self.fleet.absent.values()],
        )

    async def metrics(self) -> bytes:
        """All figures, in the text form that Prometheus reads; those of the database when it can tell."""
        free = ballast.room(self.copies.parent)
        return metrics.text(await self.readiness(), await self._load(), self.fleet, free, self.clock.now())

    async def beat(self) -> None:
        """Until cancelled: say in the database that these bots are served."""
        while True:
            await self._write()
            await asyncio.sleep(BEAT)

    async def _write(self) -> float | None:
        """Seconds it took."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(WITHIN):
                await self.database.transact(bots.beat, self._served(), self.clock.now())
        except (DatabaseBusy, DatabaseUnavailable, TimeoutError):
            return None
        return time.monotonic() - began

    def _served(self) -> Sequence[int]:
        return [bot.line.bot_id for bot in self.fleet.bots if bot.health().state == "serving"]

    async def _load(self) -> Load | None:
        try:
            async with asyncio.timeout(WITHIN):
                return await self.database.transact(load.read, self.clock.now())
        except (DatabaseBusy, DatabaseUnavailable, TimeoutError):
            return None
