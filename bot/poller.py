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
from bot.questions import LONG_POLL, Line, Trouble
from storage import inbox
from storage.database import Database
from storage.inbox import Waiting

AT_ONCE = 100
"""Updates in one answer; Telegram's own most."""
HASTY = 1.0
"""Seconds under which an empty answer to a long poll came too soon."""
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
        self._failures = self._hasty = 0
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
                if await self._poll():
                    self._well()
            except Trouble as trouble:
                await self._badly(trouble)

    async def _poll(self) -> bool:
        """Whether Telegram kept its part: something came, or it held the question open. Raises Trouble."""
        if not self._webhook_gone:
            await self._line.drop_webhook()
            self._webhook_gone = True
        if time.monotonic() - self._received_at > SILENCE.total_seconds():
            self._offset = None
        limit = 1 if self._trouble == "garbled" else AT_ONCE
        asked_at = time.monotonic()
        entries = await self._line.updates(self._offset, limit)
        if not entries:
            return await self._nothing_since(asked_at)
        if not await self._keep(batch(entries)):
            raise Trouble("repeats", "Telegram sends again what it was told we have; asking more slowly.")
        return True

    async def _nothing_since(self, asked_at: float) -> bool:
        """Who says at once that there is nothing is asked again only after a pause."""
        held_open = time.monotonic() - asked_at >= HASTY
        self._hasty = 0 if held_open else self._hasty + 1
        if not held_open:
            await asyncio.sleep(backoff(self._hasty, most=LONG_POLL))
        return held_open

    async def _keep(self, came: Batch) -> bool:
        """The commit, and only then the offset. Whether the offset went on; if not, a pause is due."""
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
        went_on = self._offset is None or came.next_update > self._offset
        self._offset, self._hasty = came.next_update, 0
        self._deliver(fresh)
        return went_on

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
        if alone and (came := salvage(trouble.body)) and await self._keep(came):
            return
        await asyncio.sleep(trouble.wait or backoff(self._failures, most=60))
