"""The door for time: ticks, each of which does what the tables say is due."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Concatenate, ParamSpec, Protocol, TypeVar

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from actions.parts import Unit, part
from actions.turns import Transaction
from scheduler.duties import DUTIES, Duty
from scheduler.patience import Patience, Tried

P = ParamSpec("P")
T = TypeVar("T")

_log = structlog.stdlib.get_logger()


class Database(Protocol):
    """What the clock needs of a database."""

    async def transact(
        self, action: Callable[Concatenate[Transaction, P], T], *arguments: P.args, **named: P.kwargs
    ) -> T:
        """Run the action and commit."""
        ...


class _InTurn:
    """One transaction of the clock's at a time, first come first served: people who tap come in between."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = asyncio.Lock()

    async def transact(
        self, action: Callable[Concatenate[Transaction, P], T], *arguments: P.args, **named: P.kwargs
    ) -> T:
        async with self._turn:
            return await self._database.transact(action, *arguments, **named)


class Failed(Protocol):
    """Is told what a duty failed with: as a whole, or for these alone while the rest was done."""

    def __call__(self, duty: Duty, error: Exception, units: Sequence[Unit], /) -> None: ...


class Clockwork:
    """The ticks of one process. `failed` is told about a duty that raised; the next tick tries again.

    What raised for one of many is tried again after a pause (`scheduler.patience`), and the rest is done.
    A duty that it `may` not do rests until a later tick.
    """

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        failed: Failed,
        duties: Sequence[Duty] = DUTIES,
        may: Callable[[Duty], bool] = lambda _: True,
        patience: Patience | None = None,
    ) -> None:
        self._database = _InTurn(database)
        self._now = now
        self._failed = failed
        self._duties = duties
        self._may = may
        self._patience = patience or Patience()
        self._failing: set[str] = set()
        self._ticked_at = time.monotonic()
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )

    def start(self) -> None:
        """Tick from now on; and once at once, for what fell due while the bot was down."""
        for duty in self._duties:
            self._scheduler.add_job(self.tick, args=[duty])
            every = IntervalTrigger(seconds=int(duty.every.total_seconds()), timezone=UTC)
            self._scheduler.add_job(self.tick, every, args=[duty], id=duty.name)
        self._scheduler.start()

    def stop(self) -> None:
        """No more ticks. One under way is cancelled: what it had not begun in the database, it never will."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def still_for(self) -> float:
        """Seconds since a tick last ended; the quickest duty comes every ten."""
        return time.monotonic() - self._ticked_at

    @property
    def failing(self) -> list[str]:
        """The duties whose last tick failed, and those that leave something undone, with how much it is."""
        some = [f"{duty} ({many} set apart)" for duty, many in self._patience.how_many().items()]
        return sorted([*self._failing, *some])

    async def tick(self, duty: Duty) -> None:
        """Once, now."""
        try:
            if self._may(duty):
                await self._do(duty)
            self._failing.discard(duty.name)
        except asyncio.CancelledError:
            return  # `stop`; raised on, it would stand in the log as a job that failed
        except Exception as error:  # noqa: BLE001 - one duty's trouble must not stop the clock; it is told
            self._failing.add(duty.name)
            self._failed(duty, error, ())
        self._ticked_at = time.monotonic()

    async def _do(self, duty: Duty) -> None:
        tried = Tried(self._patience.resting())
        try:
            await _do(self._database, duty, self._now(), tried)
        except Exception:
            self._patience.set_apart(duty.name, tried.faults)
            raise
        finally:
            for alike in _alike(tried.faults):
                self._failed(duty, tried.faults[alike[0]], alike)
        if over := self._patience.learn(duty.name, tried):
            _log.warning("What a duty failed for is due no more", duty=duty.name, units=[*map(str, over)])


def _alike(faults: Mapping[Unit, Exception]) -> list[list[Unit]]:
    """By the kind of error: a fault that a hundred share is told once."""
    kinds: defaultdict[type[Exception], list[Unit]] = defaultdict(list)
    for unit, error in faults.items():
        kinds[type(error)].append(unit)
    return [*kinds.values()]


async def run_due(database: Database, now: datetime, duties: Sequence[Duty] = DUTIES) -> None:
    """Every duty once, as if a tick had come at `now`: for tests, and for the demo's clock.

    Raises what one of them raised, and for what was set apart an ExceptionGroup, when the rest of it is done.
    """
    for duty in duties:
        tried = Tried()
        await _do(database, duty, now, tried)
        if tried.faults:
            raise ExceptionGroup(
                f"{duty.name}: {', '.join(map(str, tried.faults))}", [*tried.faults.values()]
            )


async def _do(database: Database, duty: Duty, now: datetime, tried: Tried) -> None:
    """All of it, a transaction for each part; what raised in one part is left out of the next."""
    more = True
    while more:
        done = await database.transact(part, duty.action, now, tried.left_out)
        tried.add(done)
        more = done.more


async def next_due(database: Database, after: datetime, duties: Sequence[Duty] = DUTIES) -> datetime | None:
    """The first moment after `after` at which a duty has something to do, as far as is known then."""
    moments = [await database.transact(duty.next_due, after) for duty in duties]
    return min((at for at in moments if at is not None and at > after), default=None)
