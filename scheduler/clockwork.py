"""The door for time: ticks, each of which does what the tables say is due."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from actions.turns import Transaction
from scheduler.duties import DUTIES, Duty

T = TypeVar("T")


class Database(Protocol):
    """What the clock needs of a database."""

    def transact(self, action: Callable[[Transaction, datetime], T], now: datetime, /) -> Awaitable[T]:
        """Run the action and commit."""
        ...


class Clockwork:
    """The ticks of one process. `failed` is told about a duty that raised; the next tick tries again.

    A duty that it `may` not do rests until a later tick. `failing` names the duties whose last tick failed.
    """

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        failed: Callable[[Duty, Exception], None],
        duties: Sequence[Duty] = DUTIES,
        may: Callable[[Duty], bool] = lambda _: True,
    ) -> None:
        self._database = database
        self._now = now
        self._failed = failed
        self._duties = duties
        self._may = may
        self.failing: set[str] = set()
        self._ticked_at = time.monotonic()
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )

    def start(self) -> None:
        """Tick from now on; and once at once, for what fell due while the bot was down."""
        for duty in self._duties:
            self._scheduler.add_job(self._tick, args=[duty])
            every = IntervalTrigger(seconds=int(duty.every.total_seconds()), timezone=UTC)
            self._scheduler.add_job(self._tick, every, args=[duty], id=duty.name)
        self._scheduler.start()

    def stop(self) -> None:
        """No more ticks. One under way is cancelled: what it had not begun in the database, it never will."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def still_for(self) -> float:
        """Seconds since a tick last ended; the quickest duty comes every ten."""
        return time.monotonic() - self._ticked_at

    async def _tick(self, duty: Duty) -> None:
        try:
            if self._may(duty):
                await _do(self._database, duty, self._now())
            self.failing.discard(duty.name)
        except asyncio.CancelledError:
            return  # `stop`; raised on, it would stand in the log as a job that failed
        except Exception as error:  # noqa: BLE001 - one duty's trouble must not stop the clock; it is told
            self.failing.add(duty.name)
            self._failed(duty, error)
        self._ticked_at = time.monotonic()


async def run_due(database: Database, now: datetime, duties: Sequence[Duty] = DUTIES) -> None:
    """Every duty once, as if a tick had come at `now`: for tests, and for the demo's clock."""
    for duty in duties:
        await _do(database, duty, now)


async def _do(database: Database, duty: Duty, now: datetime) -> None:
    """All of it, a transaction for each part."""
    while await database.transact(duty.action, now):
        pass


async def next_due(database: Database, after: datetime, duties: Sequence[Duty] = DUTIES) -> datetime | None:
    """The first moment after `after` at which a duty has something to do, as far as is known then."""
    moments = [await database.transact(duty.next_due, after) for duty in duties]
    return min((at for at in moments if at is not None and at > after), default=None)
