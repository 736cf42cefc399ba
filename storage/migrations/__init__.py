"""Bring a database up to the tables this version knows. Forwards only: going back is a backup's work."""

import asyncio
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from storage import address, backup, guards, lock, postgres, postgres_dump, sqlite_copy, sqlite_engine
from storage.errors import DatabaseTooNew, DatabaseUnavailable, WrongAddress

FROZEN: str | None = None
"""The newest revision that a released version carries. Until there is one, `make` writes 0001 anew."""

UNRELEASED = "" if FROZEN else " Before the first release: start anew with an empty data folder."

HERE = Path(__file__).parent
REACHED = sa.table("alembic_version", sa.column("version_num"))
"""Alembic's own table: which revision a database has."""
OUR_LOCK = 0x6B6C796E6765
"""PostgreSQL's advisory locks are numbers; this one is "klynge" in ASCII."""


@dataclass(frozen=True)
class Upgrade:
    """What was done. `before` is None for a new database; `backup` is the copy of an old one."""

    before: str | None
    after: str
    backup: Path | None = None

    def __str__(self) -> str:
        if self.before == self.after:
            return f"The database is up to date ({self.after})."
        if self.before is None:
            return f"A new database was made ({self.after})."
        kept = f"A copy of the old one is {self.backup}."
        return f"The database was brought from {self.before} to {self.after}. {kept}"


async def upgrade(
    url: str, now: datetime, versions: Sequence[Path] = (HERE / "versions",), *, data_dir: Path = Path("data")
) -> Upgrade:
    """Raises WrongAddress, DatabaseInUse, DatabaseTooNew and DatabaseUnavailable, and then changed nothing.

    An old database is copied first, into `backups/` beside the file, or in `data_dir` with PostgreSQL.
    Killed in the middle, it leaves the database as it was: everything happens in one transaction.
    """
    where = address.read(url)
    if isinstance(where, address.SqliteFile):
        return await asyncio.to_thread(_upgrade_file, where.path, now, versions)
    return await _upgrade_server(where.url, now, data_dir, versions)


async def look(url: str, versions: Sequence[Path] = (HERE / "versions",)) -> Upgrade:
    """What `upgrade` would do; changes nothing. Raises what `upgrade` raises."""
    where = address.read(url)
    if isinstance(where, address.SqliteFile):
        return await asyncio.to_thread(_look_into_file, where.path, versions)
    engine = postgres.create(where.url)
    try:
        async with postgres.connected(engine) as connection:
            return Upgrade(await connection.run_sync(_look, versions), head(versions))
    finally:
        await engine.dispose()


def _look_into_file(path: Path, versions: Sequence[Path]) -> Upgrade:
    if not path.exists():
        return Upgrade(None, head(versions))
    with lock.held(path):
        try:
            with sqlite_engine.opened(path) as engine, engine.connect() as connection:
                return Upgrade(_look(connection, versions), head(versions))
        except (sa.exc.DBAPIError, sqlite3.Error) as error:
            raise sqlite_engine.in_words(error) from error


def _upgrade_file(path: Path, now: datetime, versions: Sequence[Path]) -> Upgrade:
    with lock.held(path):
        try:
            with sqlite_engine.opened(path) as engine:
                with engine.connect() as connection:
                    before = _look(connection, versions)
                copied = _backup(path, before, head(versions), now)
                with engine.connect() as connection:
                    _bring_file(connection, before, versions)
        except (sa.exc.DBAPIError, sqlite3.Error) as error:
            raise sqlite_engine.in_words(error) from error
    return Upgrade(before, head(versions), copied)


def _backup(path: Path, before: str | None, after: str, now: datetime) -> Path | None:
    return None if before in {None, after} else sqlite_copy.before(after, path, now)


def _bring_file(connection: sa.Connection, before: str | None, versions: Sequence[Path]) -> None:
    """Where there is nothing to change, a start need not look through all rows for lost references."""
    if before == head(versions):
        with connection.begin():
            guards.lay(connection)
    else:
        sqlite_engine.upgrade(connection, lambda: to_head(connection, versions))


async def _upgrade_server(url: sa.URL, now: datetime, data_dir: Path, versions: Sequence[Path]) -> Upgrade:
    engine, after = postgres.create(url), head(versions)
    copied: Path | None = None
    try:
        await postgres.reached(engine)
        async with postgres.connected(engine) as connection, connection.begin():
            await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(OUR_LOCK)))
            before = await connection.run_sync(_look, versions)
            if before not in {None, after}:
                folder = data_dir / backup.FOLDER
                copied = backup.named(f"before-{after}", folder, postgres_dump.SUFFIX, now)
                await postgres_dump.copy(url, copied)
            await connection.run_sync(guards.lay if before == after else partial(to_head, versions=versions))
    finally:
        await engine.dispose()
    return Upgrade(before, after, copied)


def _look(connection: sa.Connection, versions: Sequence[Path]) -> str | None:
    """The revision the database has; None for an empty one. Refuses what we must not touch."""
    found = _reached(connection)
    if found is None and sa.inspect(connection).get_table_names():
        raise WrongAddress("The database holds tables that Klyngebot did not make. Give it one of its own.")
    if found is not None and found not in revisions(versions):
        raise DatabaseTooNew(
            f"The database was made by a later version of Klyngebot ({found}) than this ({head(versions)}). "
            f"Start that version, or put back a backup from before it. Nothing was changed.{UNRELEASED}"
        )
    return found


def _reached(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table(REACHED.name):
        return None
    found: str | None = connection.scalar(sa.select(REACHED.c.version_num))
    return found


def to_head(connection: sa.Connection, versions: Sequence[Path]) -> None:
    """In the transaction under way."""
    from storage.migrations import steps  # noqa: PLC0415 - Alembic, 4 MiB: not at every start

    steps.take(connection, versions)
    guards.lay(connection)


def head(versions: Sequence[Path]) -> str:
    known = revisions(versions)
    if not known:
        raise DatabaseUnavailable("This copy of Klyngebot has lost its migrations: install it again.")
    return known[-1]


def revisions(versions: Sequence[Path]) -> list[str]:
    """All that this version knows, the oldest first: each file is named after its revision.

    Read off the names, since to ask Alembic takes a tenth of a start; `check` holds the two alike.
    """
    return sorted(path.stem for folder in versions for path in folder.glob("[0-9]*.py"))
