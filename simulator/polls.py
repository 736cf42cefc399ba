"""The getUpdates door of one bot: a long poll at a time, and the server's small brakes."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from simulator.errors import Refusal
from simulator.settings import SimulatorSettings
from simulator.updates import UpdateQueue
from simulator.wire import Wire

OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
SET_WEBHOOK = "terminated by setWebhook request"
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
_QUICK_REPEAT = 0.5
"""Seconds."""
_NEVER = float("-inf")


@dataclass(eq=False)
class _Poll:
    """`ended`: why this waiting poll must give up."""

    ended: str | None = None


class PollDoor:
    """Times in seconds of the monotonic clock."""

    def __init__(
        self, queue: UpdateQueue, settings: Callable[[], SimulatorSettings], monotonic: Callable[[], float]
    ) -> None:
        self._queue = queue
        self._settings = settings
        self._monotonic = monotonic
        self._waiting: _Poll | None = None
        self._offset: int | None = None
        self._began = self._next_conflict = _NEVER

    async def poll(self, offset: int, limit: int, seconds: int) -> list[Wire]:
        """Confirm, then the oldest updates, waiting up to so many seconds for the first."""
        longest, limit = self._braked(offset, limit, seconds)
        self._queue.confirm(offset)
        batch = self._queue.batch(limit)
        return batch if batch or not longest else await self._wait(limit, longest)

    def end_waiting(self, reason: str) -> None:
        """Only one that waits can lose, and only to one that must wait too."""
        if self._waiting is not None:
            self._waiting.ended = reason
            self._waiting = None
            self._queue.bell.ring()

    async def conflict(self, words: str) -> Refusal:
        """A 409, at most one in three seconds: later ones take that long to come."""
        now, pause = self._monotonic(), self._settings().conflict_pause
        if now < self._next_conflict:
            await asyncio.sleep(pause)
        else:
            self._next_conflict = now + pause
        return Refusal(409, f"Conflict: {words}")

    def _braked(self, offset: int, limit: int, seconds: float) -> tuple[float, int]:
        """Asking the same again at once: a longer wait, one update."""
        now, wait = self._monotonic(), self._settings().same_offset_wait
        if offset == self._offset:
            seconds = max(seconds, wait) if now < self._began + wait else seconds
            limit = 1 if now < self._began + _QUICK_REPEAT else limit
        self._offset, self._began = offset, now
        return seconds, limit

    async def _wait(self, limit: int, seconds: float) -> list[Wire]:
        self.end_waiting(OTHER_POLL)
        poll = self._waiting = _Poll()
        end = self._monotonic() + seconds
        try:
            while not (batch := self._queue.batch(limit)) and (left := end - self._monotonic()) > 0:
                await self._queue.bell.wait(left)
                if poll.ended is not None:
                    raise await self.conflict(poll.ended)
            return batch
        finally:
            if self._waiting is poll:
                self._waiting = None
