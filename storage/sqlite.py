"""SQLite: one file, one process, one writer thread."""

import asyncio
import sys
import threading
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from storage import group_commit, lock, sqlite_engine
from storage.errors import DatabaseClosed
from storage.line import Job, Line
from storage.transaction import Transaction

P = ParamSpec("P")
T = TypeVar("T")

ROOM = 2_000
"""Actions that may wait: under a second's work. Beyond that, waiting longer helps nobody."""


class SqliteDatabase:
    """See `storage.database.Database`."""

    shared = False

    def __init__(self, path: Path, loop: asyncio.AbstractEventLoop, room: int) -> None:
        self._path = path
        self._line = Line(room)
        self._loop = loop
        self._ready: asyncio.Future[None] = loop.create_future()
        self._finished: asyncio.Future[None] = loop.create_future()

    @classmethod
    async def open(cls, path: Path, room: int = ROOM) -> "SqliteDatabase":
        """Raises DatabaseInUse and DatabaseUnavailable."""
        database = cls(path, asyncio.get_running_loop(), room)
        threading.Thread(target=database._serve, name="database writer", daemon=True).start()
        try:
            await database._ready
        except BaseException:
            database._line.close()
            raise
        return database

    async def transact(
        self, action: Callable[Concatenate[Transaction, P], T], *arguments: P.args, **named: P.kwargs
    ) -> T:
        done: asyncio.Future[T] = self._loop.create_future()
        self._line.put(Job(lambda tx: action(tx, *arguments, **named), done))
        return await done

    async def hold(self, wanted: Collection[int]) -> frozenset[int]:
        return frozenset(wanted)

    async def close(self) -> None:
        self._line.close()
        await asyncio.shield(self._finished)

    def _serve(self) -> None:
        """The writer thread: the file is locked, opened, written and closed here and nowhere else."""
        error: Exception | None = None
        try:
            with lock.held(self._path), sqlite_engine.opened(self._path) as engine:
                group_commit.tell(self._loop, [partial(_settle, self._ready, None)])
                group_commit.write(self._line, engine, self._loop)
        except Exception as trouble:  # noqa: BLE001 - handed to whoever opens or closes
            error = sqlite_engine.in_words(trouble)
            self._line.close()
            group_commit.fail(self._loop, self._line.take(sys.maxsize), DatabaseClosed(str(error)))
        group_commit.tell(self._loop, [partial(self._end, error)])

    def _end(self, error: Exception | None) -> None:
        _settle(self._finished if self._ready.done() else self._ready, error)


def _settle(future: asyncio.Future[None], error: Exception | None) -> None:
    if future.cancelled():
        return
    if error:
        future.set_exception(error)
    else:
        future.set_result(None)
