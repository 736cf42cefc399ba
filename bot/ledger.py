"""The sender's side of the outbox: what is finished goes in, what is next comes out, in its name."""

import time
import uuid
from collections.abc import Sequence

import structlog

from bot.clock import Clock
from bot.insist import insist
from bot.lanes import Lanes
from bot.lease import LeaseClock
from bot.logs import where
from domain.outcome import Dead
from storage import outbox
from storage.database import Database
from storage.errors import DatabaseClosed
from storage.outbox import Haul, Owner, Settlement

SWEEP = 15.0
"""Seconds between looks for letters of a process that died."""

_log = structlog.stdlib.get_logger()


class Ledger:
    """One process's name, its lease, and the suspect it has in hand."""

    def __init__(self, bot_id: int, database: Database, clock: Clock) -> None:
        self.next_sweep = float("-inf")
        self._bot_id = bot_id
        self._database = database
        self._clock = clock
        self._name = str(uuid.uuid4())
        self._lease = LeaseClock()
        self._suspect: int | None = None

    def owner(self) -> Owner:
        """In whose name letters are taken."""
        return Owner(self._name, self._lease.ends())

    async def exchange(self, results: Sequence[Settlement], lanes: Lanes, *, stopping: bool) -> Haul:
        """Settle what is finished and take what fits, in one transaction; `lanes` learns who may go.

        Raises DatabaseClosed, and what a letter that cannot be settled makes the database raise.
        """
        now, finished = time.monotonic(), {result.letter.id for result in results}
        rooms = () if stopping else lanes.rooms(now, finished)
        if now >= self.next_sweep and self._suspect in {None, *finished} and not stopping:
            return await self._sweep(results, rooms, lanes, lanes.held | finished)
        rooms = () if self._suspect else rooms
        asking = (self._bot_id, self.owner(), results, rooms, self._clock.now())
        return await insist(self._database, outbox.exchange, *asking)

    async def _sweep(
        self,
        results: Sequence[Settlement],
        rooms: Sequence[outbox.Room],
        lanes: Lanes,
        held: frozenset[int],
    ) -> Haul:
        """As long as there is a suspect, nothing else may begin, and one at a time is in hand."""
        asking = (self._bot_id, self.owner(), results, rooms, held, self._clock.now())
        swept = await insist(self._database, outbox.sweep, *asking)
        self._lease.set(swept.database_time)
        self._suspect = swept.suspect
        if swept.suspect is None:
            self.next_sweep = time.monotonic() + SWEEP
        lanes.open_for(None if swept.suspect is None else frozenset({swept.suspect}))
        return swept.haul

    async def settle_apart(self, results: Sequence[Settlement], *, give_up: bool) -> list[Settlement]:
        """Each in a transaction of its own; gives back what could not be settled.

        When it is time to give up, such a letter is dead instead, and says why.
        """
        left = []
        for result in results:
            try:
                await self._settle(result)
            except DatabaseClosed:
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is, it is this letter's trouble alone
                _log.error("A letter cannot be settled", letter=result.letter.id, why=where(error))
                if give_up:
                    await self._settle(Settlement(result.letter, Dead(where(error))))
                else:
                    left.append(result)
        return left

    async def _settle(self, result: Settlement) -> None:
        await insist(self._database, outbox.settle, self._name, [result], self._clock.now())
