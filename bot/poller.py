"""Asks Telegram for updates. What came is written down and committed before the next question confirms it.

PTB's own updater confirms first and keeps the batch in memory, so a crash would lose it; it is not used.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.failpoints import Failpoint, failpoint
from bot.insist import backoff, insist
from bot.intake import Batch, batch, salvage
from bot.questions import Line, Trouble
from storage import inbox
from storage.database import Database
from storage.inbox import Waiting

AT_ONCE = 100
"""Updates in one answer; Telegram's own most."""
SILENCE = timedelta(days=1)
"""Telegram keeps updates for a day and may count anew after a week: an offset this old is not used."""

_log = structlog.stdlib.get_logger()


class Poller:
    """One bot's poller. `deliver` gets what is new, after the commit; `room` returns when more may come."""

    def __init__(
        self,
        line: Line,
        database: Database,
        clock: Clock,
        deliver: Callable[[Sequence[Waiting]], None],
        room: Callable[[], Awaitable[None]],
    ) -> None:
        self._line = line
        self._database = database
        self._clock = clock
        self._deliver = deliver
        self._room = room
        self._offset: int | None = None
        self._webhook_gone = False
        self._failures = 0
        self._trouble = ""
        self._answered_at = self._received_at = time.monotonic()

    def silent_for(self) -> float:
        """Seconds since Telegram last answered; beyond two long polls something is wrong."""
        return time.monotonic() - self._answered_at

    async def run(self) -> None:
        """Poll until cancelled. Raises TokenRefused when Telegram no longer knows the token."""
        since = self._clock.now() - SILENCE
        self._offset = await insist(self._database, inbox.next_update, self._line.bot_id, since)
        while True:
            await self._room()
            try:
                await self._poll()
                self._well()
            except Trouble as trouble:
                await self._badly(trouble)

    async def _poll(self) -> None:
        if not self._webhook_gone:
            await self._line.drop_webhook()
            self._webhook_gone = True
        if time.monotonic() - self._received_at > SILENCE.total_seconds():
            self._offset = None
        limit = 1 if self._trouble == "garbled" else AT_ONCE
        entries = await self._line.updates(self._offset, limit)
        if entries:
            await self._keep(batch(entries))

    async def _keep(self, came: Batch) -> None:
        """The commit, and only then the offset."""
        self._received_at = time.monotonic()
        line, now = self._line, self._clock.now()
        for one in came.unusable:
            await insist(self._database, inbox.put_dead, line.cluster_id, line.bot_id, one, "unreadable", now)
            _log.warning("An update that cannot be read is a dead letter", number=one.update_id)
        if came.next_update is None:  # nothing to go on from: without a pause we would ask without end
            raise Trouble("unusable", "Telegram sends updates that cannot be confirmed.")
        keep = (line.cluster_id, line.bot_id, came.updates, came.next_update, now)
        fresh = await insist(self._database, inbox.put, *keep)
        failpoint(Failpoint.AFTER_INBOX_COMMIT)
        self._offset = came.next_update
        self._deliver(fresh)

    def _well(self) -> None:
        self._answered_at = time.monotonic()
        self._failures = 0
        if self._trouble:
            _log.info("Telegram answers again", after=self._trouble)
            self._trouble = ""

    async def _badly(self, trouble: Trouble) -> None:
        """Say it once per change of state, mend what can be mended, and wait."""
        self._failures += 1
        alone = trouble.what == self._trouble == "garbled"
        if trouble.what != self._trouble:
            self._trouble = trouble.what
            _log.warning(str(trouble))
        if trouble.what == "webhook":
            self._webhook_gone = False
        if alone and (came := salvage(trouble.body)):
            await self._keep(came)
            return
        await asyncio.sleep(trouble.wait or backoff(self._failures, most=60))
