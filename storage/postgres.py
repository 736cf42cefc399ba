"""PostgreSQL: many processes, each with a pool of connections and the same promises as SQLite."""

import asyncio
import random
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Concatenate, NoReturn, ParamSpec, TypeVar

import sqlalchemy as sa

from storage.errors import DatabaseBusy, DatabaseClosed, DatabaseUnavailable
from storage.leases import PROCESS, Leases
from storage.postgres_pool import StillThere
from storage.postgres_words import reason, unconnected
from storage.transaction import Transaction

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

P = ParamSpec("P")
T = TypeVar("T")

CONNECTIONS = 8
ROOM = 2_000
"""Actions that may wait for a connection, as in `storage.sqlite`."""

ANSWER_WITHIN = 60.0
"""Seconds for one statement: far more than any needs, so that a line that went dead is noticed."""

PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds between tries: 3 in all, longer than a restart of the server takes."""

GONE = ("08", "57P", "53300")
"""SQLSTATEs: the connection failed; the server stops, crashed or starts; all connections are taken."""

COLLIDED = ("40001", "40P01")
"""SQLSTATEs: serialisation failure, deadlock."""

HELPLESS = ("53", "58", "25006", "XX")
"""SQLSTATEs: disk, memory or connections used up, I/O error, a standby that only reads, damaged data."""

SERVER_SETTINGS = {
    # The server lets go of what a dead machine holds, or, where no other process looks after it
    # (`storage.leases`), a frozen one (milliseconds, seconds).
    "idle_in_transaction_session_timeout": "15000",
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "30000",
}


def create(url: sa.URL, answer_within: float | None = None, process: str = "klyngebot") -> "AsyncEngine":
    """READ COMMITTED: conditional updates decide who wins, and see what the one before committed.

    A statement that takes longer than `answer_within` seconds raises TimeoutError. `process` is the name
    that all connections of a process share.
    """
    from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415 - brings the ORM, 4 MiB: not with SQLite

    settings = SERVER_SETTINGS | {"application_name": process}
    engine = create_async_engine(
        url,
        pool_size=CONNECTIONS,
        max_overflow=0,
        isolation_level="READ COMMITTED",
        hide_parameters=True,
        connect_args={"timeout": 10, "command_timeout": answer_within, "server_settings": settings},
    )
    StillThere(engine.sync_engine)
    return engine


@asynccontextmanager
async def connected(engine: "AsyncEngine") -> "AsyncIterator[AsyncConnection]":
    """Raises DatabaseUnavailable when the server cannot be reached."""
    connection = engine.connect()
    try:
        await connection.start()
    except Exception as error:  # a driver has many ways to say the same
        raise DatabaseUnavailable(unconnected(error)) from error
    try:
        yield connection
    finally:
        await connection.close()


async def reached(engine: "AsyncEngine") -> None:
    """Return when the server takes us in; wait a little for one that is just being started.

    Raises DatabaseUnavailable.
    """
    await _persevere(partial(_once, engine, _greet))


class PostgresDatabase:
    """See `storage.database.Database`."""

    shared = True

    def __init__(self, engine: "AsyncEngine", leases: Leases, room: int) -> None:
        self._engine = engine
        self._leases = leases
        self._room = room
        self._free = asyncio.Semaphore(CONNECTIONS)
        self._inside = 0
        self._empty = asyncio.Event()
        self._empty.set()
        self._closed = False

    @classmethod
    async def open(cls, url: sa.URL, room: int = ROOM) -> "PostgresDatabase":
        process = f"{PROCESS}{uuid.uuid4()}"
        engine = create(url, ANSWER_WITHIN, process)
        try:
            await reached(engine)
        except BaseException:
            await engine.dispose()
            raise
        return cls(engine, Leases(engine.url, process), room)

    async def transact(
        self, action: Callable[Concatenate[Transaction, P], T], *arguments: P.args, **named: P.kwargs
    ) -> T:
        self._enter()
        try:
            await self._free.acquire()
        except BaseException:
            self._leave()
            raise
        # Begun: carried through also when nobody waits any more, because half a statement costs a connection.
        outcome = await asyncio.shield(
            self._outcome(lambda connection: action(Transaction(connection), *arguments, **named))
        )
        return outcome()

    async def hold(self, wanted: Collection[int]) -> frozenset[int]:
        return await self._leases.hold(wanted)

    async def close(self) -> None:
        self._closed = True
        await self._empty.wait()
        await self._leases.close()
        await self._engine.dispose()

    def _enter(self) -> None:
        if self._closed:
            raise DatabaseClosed("The database is closed: the bot is stopping.")
        if self._inside >= self._room + CONNECTIONS:
            raise DatabaseBusy(f"{self._room} changes wait for the database already.")
        self._inside += 1
        self._empty.clear()

    def _leave(self) -> None:
        self._inside -= 1
        if not self._inside:
            self._empty.set()

    async def _outcome(self, work: Callable[[sa.Connection], T]) -> Callable[[], T]:
        """What came of it, to be asked by whoever still waits; if nobody does, an error is no alarm."""
        try:
            found = await self._carry(work)
        except Exception as error:  # noqa: BLE001 - raised again where it is asked for
            return partial(_fail, error)
        return lambda: found

    async def _carry(self, work: Callable[[sa.Connection], T]) -> T:
        try:
            return await _persevere(partial(_once, self._engine, work))
        except TimeoutError as error:
            raise DatabaseUnavailable("The database server does not answer.") from error
        finally:
            self._free.release()
            self._leave()


def _fail(error: Exception) -> NoReturn:
    raise error


async def _persevere(once: Callable[[], Awaitable[T]]) -> T:
    """Try again what the next try may well do: the action starts from the beginning in a new transaction."""
    for pause in PAUSES:
        try:
            return await once()
        except (DatabaseUnavailable, sa.exc.DBAPIError) as error:
            if not _passing(error):
                raise _in_words(error) from error
        await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 - so that two do not meet again
    try:
        return await once()
    except sa.exc.DBAPIError as error:
        raise _in_words(error) from error


async def _once(engine: "AsyncEngine", work: Callable[[sa.Connection], T]) -> T:
    async with connected(engine) as connection:
        return await connection.run_sync(_begun, work)


def _begun(connection: sa.Connection, work: Callable[[sa.Connection], T]) -> T:
    with connection.begin():
        return _contained(connection, work)


def _greet(connection: sa.Connection) -> None:
    connection.execute(sa.select(1))


def _contained(connection: sa.Connection, work: Callable[[sa.Connection], T]) -> T:
    """An action may break itself, not the event loop that carries it."""
    try:
        return work(connection)
    except (SystemExit, KeyboardInterrupt, GeneratorExit, StopIteration) as error:
        raise RuntimeError(f"the action raised {type(error).__name__}") from error


def _passing(error: Exception) -> bool:
    if isinstance(error, sa.exc.DBAPIError):
        return error.connection_invalidated or _sqlstate(error).startswith((*GONE, *COLLIDED))
    return True  # no connection came about


def _in_words(error: Exception) -> Exception:
    if not isinstance(error, sa.exc.DBAPIError):
        return error
    if _sqlstate(error) in COLLIDED:
        return DatabaseBusy("Others change the same rows again and again.")
    if _passing(error) or _sqlstate(error).startswith(HELPLESS):
        return DatabaseUnavailable(f"The database server cannot keep anything now: {reason(error)}.")
    return error


def _sqlstate(error: sa.exc.DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")
