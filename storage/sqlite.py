"""SQLite: one file, one process, one writer thread."""

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

from storage import group_commit, lock, sqlite_engine
from storage.line import Job, Line
from storage.transaction import Transaction

P = ParamSpec("P")
T = TypeVar("T")

ROOM = 2_000
"""Actions that may wait: under a second's work. Beyond that, waiting longer helps nobody."""


class SqliteDatabase:
    """See `storage.database.Database`."""

    def __init__(self, path: Path, loop: asyncio.AbstractEventLoop, room: int) -> None:
        self._lock = lock.take(path)
        self._engine = sqlite_engine.create(path)
        self._line = Line(room)
        self._loop = loop
        self._ready: asyncio.Future[None] = loop.create_future()
        self._finished: asyncio.Future[None] = loop.create_future()
        self._thread = threading.Thread(target=self._serve, name="database writer", daemon=True)

    @classmethod
    async def open(cls, path: Path, room: int = ROOM) -> "SqliteDatabase":
        """Raises DatabaseInUse and DatabaseUnavailable."""
        database = cls(path, asyncio.get_running_loop(), room)
        database._thread.start()
        await database._ready
        return database

    async def transact(
        self, action: Callable[Concatenate[Transaction, P], T], *arguments: P.args, **named: P.kwargs
    ) -> T:
        done: asyncio.Future[T] = self._loop.create_future()
        self._line.put(Job(lambda tx: action(tx, *arguments, **named), done))
        return await done

    async def close(self) -> None:
        self._line.close()
        await asyncio.shield(self._finished)

    def _serve(self) -> None:
        """The writer thread: its connection is made, used and closed here."""
        try:
            self._engine.connect().close()
        except sa.exc.DBAPIError as error:
            self._lock.release()
            group_commit.tell(self._loop, [partial(self._ready.set_exception, sqlite_engine.in_words(error))])
            return
        group_commit.tell(self._loop, [partial(self._ready.set_result, None)])
        group_commit.write(self._line, self._engine, self._loop)
        self._engine.dispose()
        self._lock.release()
        group_commit.tell(self._loop, [partial(self._finished.set_result, None)])
