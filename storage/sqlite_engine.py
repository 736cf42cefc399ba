"""How we open SQLite, and what its errors mean to us."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from storage.errors import DatabaseUnavailable

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: a commit is on the disk before anybody is told (power loss)
    "busy_timeout": 10_000,  # ms; only a stranger with a shell can make us wait
    "foreign_keys": 1,
    "secure_delete": 1,  # what is deleted is not left in the file
    "analysis_limit": 20_000,  # entries of each index that `storage.statistics` looks at: 50 ms at most
    "trusted_schema": 0,  # a doctored file may not call functions
}


class CannotBegin(DatabaseUnavailable):
    """No transaction came about, so no action was tried."""


class TransactionLost(DatabaseUnavailable):
    """SQLite rolled back everything, not only the statement that failed."""


@contextmanager
def opened(path: Path) -> Iterator[sa.Engine]:
    """The engine, with its one connection made. Raises DatabaseUnavailable."""
    engine = create(path)
    try:
        engine.connect().close()
        yield engine
    finally:
        engine.dispose()


def create(path: Path) -> sa.Engine:
    """One connection. The thread that makes it is the only one that may use it.

    Raises DatabaseUnavailable. The file is the owner's alone, and its -wal and -shm take after it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        raise DatabaseUnavailable(
            f"The database file {path} cannot be written: {error.strerror}. "
            "Look at its owner, or at KLYNGEBOT_DATA_DIR in .env."
        ) from error
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        connect_args={"isolation_level": None},  # we begin and commit ourselves
        hide_parameters=True,  # an error names the statement, and not what somebody said
    )
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    sa.event.listen(engine, "before_cursor_execute", _guard)
    return engine


@contextmanager
def begun(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that is committed at the end. Raises CannotBegin before anything ran."""
    with engine.connect() as connection:
        try:
            transaction = connection.begin()
        except sqlite3.Error as error:
            raise CannotBegin(str(in_words(error))) from error
        with transaction:
            yield connection


def still_open(connection: sa.Connection) -> None:
    """Raises TransactionLost. What runs after a loss would be committed statement by statement."""
    in_transaction(driver(connection))


def in_transaction(driver: sqlite3.Connection) -> None:
    """The same, of the driver's connection."""
    if not driver.in_transaction:
        raise TransactionLost("SQLite undid the whole transaction.")


def upgrade(connection: sa.Connection, change: Callable[[], None]) -> None:
    """One transaction around a change of tables, in which SQLite copies tables and swaps names.

    References are looked at afterwards instead: dropping the old table would take its children along.
    """
    raw = driver(connection)
    raw.execute("PRAGMA foreign_keys = OFF")
    with connection.begin():
        change()
        if lost := raw.execute("PRAGMA foreign_key_check").fetchone():
            raise DatabaseUnavailable(f"The upgrade would leave {lost[0]} pointing at nothing in {lost[2]}.")


def driver(connection: sa.Connection) -> sqlite3.Connection:
    found = connection.connection.driver_connection
    if not isinstance(found, sqlite3.Connection):
        raise TypeError(f"not SQLite's driver: {type(found)}")
    return found


def in_words(error: BaseException) -> Exception:
    """The error as the one who asked should get it."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(cause, sqlite3.Error) and (words := UNAVAILABLE.get(_primary_code(cause))):
        return _caused(DatabaseUnavailable(words), error)
    if isinstance(error, Exception) and not isinstance(error, StopIteration):
        return error
    return _caused(RuntimeError(f"the action raised {type(error).__name__}"), error)


PUT_BACK = "stop the bot, and put the newest copy back with klyngebot backup restore FILE."
UNAVAILABLE = {
    sqlite3.SQLITE_FULL: "The disk is full: nothing can be kept until there is room.",
    sqlite3.SQLITE_IOERR: "The disk answers with an error: look at the disk and its cable or card.",
    sqlite3.SQLITE_READONLY: "The database file may not be written: look at its owner and permissions.",
    sqlite3.SQLITE_CANTOPEN: "The database file cannot be opened: look at its folder and permissions.",
    sqlite3.SQLITE_BUSY: "Another program holds the database file: close it.",
    sqlite3.SQLITE_CORRUPT: f"The database file is damaged: {PUT_BACK}",
    sqlite3.SQLITE_NOTADB: f"The database file is not a database: {PUT_BACK}",
}


def _primary_code(error: sqlite3.Error) -> int:
    code: int | None = getattr(error, "sqlite_errorcode", None)  # errors of the driver itself have none
    return -1 if code is None else code & 0xFF


def _caused(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error


def _prepare(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")


def _guard(connection: sa.Connection, *_: object) -> None:
    still_open(connection)


def _begin(connection: sa.Connection) -> None:
    """IMMEDIATE: a transaction that reads first and then writes would fail at once where it should wait."""
    driver(connection).execute("BEGIN IMMEDIATE")
