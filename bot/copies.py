"""Copies of the database: made each night or on demand, looked at, put back without those who left since."""

import asyncio
from datetime import datetime
from pathlib import Path

import structlog

from bot import erasure_log
from bot.ballast import Ballast
from bot.clock import Clock
from bot.erasure_log import ErasureLog
from bot.settings import Local
from domain import backups
from storage import address, backup, lock, migrations, postgres_dump, sqlite_copy
from storage import database as databases
from storage.address import SqliteFile
from storage.backup import Contents
from storage.errors import DatabaseUnavailable

LOOK = 60.0
"""Seconds between looks whether a copy is due."""
AGAIN = 600.0
"""Seconds after a copy that could not be made."""

_log = structlog.stdlib.get_logger()


def folder(settings: Local) -> Path:
    """Where our own copies lie: beside the SQLite file, or in the data folder."""
    database = address.read(settings.database)
    home = database.path.parent if isinstance(database, SqliteFile) else settings.data_dir
    return home / backup.FOLDER


async def keep(settings: Local, clock: Clock, ballast: Ballast) -> None:
    """Until cancelled: a copy each night, and those that are too many or too old deleted."""
    while True:
        await asyncio.sleep(LOOK)
        if ballast.tight:
            continue
        try:
            await nightly(settings, clock.now())
        except (DatabaseUnavailable, OSError) as error:
            _log.error("The nightly copy could not be made; trying again", why=str(error))
            await asyncio.sleep(AGAIN)


async def nightly(settings: Local, now: datetime) -> Path | None:
    """Tonight's copy, if it is due. Raises DatabaseUnavailable and OSError."""
    here = folder(settings)
    await asyncio.to_thread(backup.tidy, here, now)
    if not backups.due(backup.newest(here), now):
        return None
    made = await create(settings, backup.NIGHTLY, now)
    await asyncio.to_thread(backup.tidy, here, now)
    return made


async def create(settings: Local, kind: str, now: datetime) -> Path:
    """Also while a bot works with the database. Raises DatabaseUnavailable."""
    database = address.read(settings.database)
    suffix = sqlite_copy.SUFFIX if isinstance(database, SqliteFile) else postgres_dump.SUFFIX
    target = backup.named(kind, folder(settings), suffix, now)
    if isinstance(database, SqliteFile):
        if not database.path.exists():
            raise DatabaseUnavailable(f"There is no database at {database.path} yet: nothing to copy.")
        held = await asyncio.to_thread(sqlite_copy.copy, database.path, target)
    else:
        held = await postgres_dump.copy(database.url, target)
    _log.info("A copy of the database was made", file=str(target), holds=str(held))
    return target


def contents(copied: Path) -> Contents:
    """What it holds, after a look at all of it. Raises DatabaseUnavailable."""
    if copied.suffix == postgres_dump.SUFFIX:
        return postgres_dump.contents(copied)
    return sqlite_copy.contents(copied)


async def restored(settings: Local, copied: Path | None, now: datetime) -> int:
    """How many were erased again. Raises DatabaseInUse and DatabaseUnavailable, and then changed nothing.

    With PostgreSQL a kill between the copy and the forgetting leaves the latter to be done: call it again.
    """
    database = address.read(settings.database)
    if copied is None:
        return await _erased_again(settings.database, settings, now)
    contents(copied)
    if isinstance(database, SqliteFile):
        return await _file_restored(settings, copied, database.path, now)
    kept = backup.named("before-restore", folder(settings), postgres_dump.SUFFIX, now)
    await postgres_dump.put_in_place(copied, database.url, kept)
    return await _erased_again(settings.database, settings, now)


async def _file_restored(settings: Local, copied: Path, database: Path, now: datetime) -> int:
    """Made ready beside the database: only when everybody who left is gone from it they change places."""
    prepared = database.with_name(f"{database.name}.restoring")
    with lock.held(database):
        try:
            await asyncio.to_thread(sqlite_copy.copy, copied, prepared)
            again = await _erased_again(f"sqlite:///{prepared.absolute()}", settings, now)
            await asyncio.to_thread(sqlite_copy.put_in_place, prepared, database, now)
        finally:
            for left in database.parent.glob(f"{prepared.name}*"):
                left.unlink()
    return again


async def _erased_again(url: str, settings: Local, now: datetime) -> int:
    """What was erased and not logged is logged first: the copy may know of some, too."""
    await migrations.upgrade(url, now, data_dir=settings.data_dir)
    log, database = ErasureLog(settings.data_dir), await databases.open(url)
    try:
        await erasure_log.write_down(database, log)
        again = await erasure_log.replay(database, log, now)
        await erasure_log.write_down(database, log)
    finally:
        await database.close()
    return again
