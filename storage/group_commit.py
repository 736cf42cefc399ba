"""SQLite's one writer: what waits shares one transaction, each action under its own savepoint.

A full disk or an I/O error makes SQLite roll back the whole transaction under our feet, and a COMMIT can
fail. Then nobody may be told "done": the savepoint is gone, which fails loudly, and each action is tried
again alone. So an action may run twice.
"""

import asyncio
from collections.abc import Sequence

import sqlalchemy as sa

from storage import sqlite_engine
from storage.line import Line, Tell, Work
from storage.sqlite_engine import CannotBegin, begun
from storage.transaction import Transaction

AT_MOST = 64
"""Actions in one commit: enough to share the fsync, few enough that the first need not wait long."""


def write(line: Line, engine: sa.Engine, loop: asyncio.AbstractEventLoop) -> None:
    """Serve the line until it is closed and drained. Nothing that an action does ends this loop."""
    while batch := line.take(AT_MOST):
        try:
            told = _settle(engine, batch)
        except BaseException as error:
            fail(loop, batch, sqlite_engine.in_words(error))
            raise
        tell(loop, told)


def fail(loop: asyncio.AbstractEventLoop, works: Sequence[Work], error: Exception) -> None:
    """Nobody will do these."""
    tell(loop, [work.fail(error) for work in works])


def _nothing() -> None:
    """Nobody waits for this one any more."""


def tell(loop: asyncio.AbstractEventLoop, tells: Sequence[Tell]) -> None:
    """One call into the loop for all: each call wakes it up."""
    try:
        loop.call_soon_threadsafe(_each, tells)
    except RuntimeError:
        if not loop.is_closed():
            raise  # a closed loop has nobody left to tell; what is committed stays


def _each(tells: Sequence[Tell]) -> None:
    for one in tells:
        one()


def _settle(engine: sa.Engine, batch: Sequence[Work]) -> list[Tell]:
    if len(batch) == 1:
        return [_alone(engine, batch[0])]
    try:
        return _together(engine, batch)
    except CannotBegin as error:
        return [work.fail(error) for work in batch]
    except BaseException:  # noqa: BLE001 - what broke the batch shows again in the action whose it is
        return [_alone(engine, work) for work in batch]


def _together(engine: sa.Engine, batch: Sequence[Work]) -> list[Tell]:
    with begun(engine) as connection:
        return [_attempt(connection, work) for work in batch]


def _attempt(connection: sa.Connection, work: Work) -> Tell:
    """One person's trouble must not undo the others; a lost transaction has no savepoint and raises."""
    if work.cancelled():
        return _nothing
    driver = sqlite_engine.driver(connection)
    driver.execute("SAVEPOINT action")
    try:
        outcome = work.run(Transaction(connection))
    except BaseException as error:  # noqa: BLE001 - also SystemExit belongs to the action, not to the thread
        driver.execute("ROLLBACK TO action")
        outcome = work.fail(sqlite_engine.in_words(error))
    driver.execute("RELEASE action")
    return outcome


def _alone(engine: sa.Engine, work: Work) -> Tell:
    if work.cancelled():
        return _nothing
    try:
        with begun(engine) as connection:
            outcome = work.run(Transaction(connection))
            sqlite_engine.still_open(connection)
        return outcome
    except BaseException as error:  # noqa: BLE001 - as above
        return work.fail(sqlite_engine.in_words(error))
