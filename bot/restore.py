"""`klyngebot restore FILE`: put a copy back, without bringing back anybody who has left since."""

import asyncio
from datetime import datetime
from pathlib import Path

import click

from bot import erasure_log
from bot.clock import SystemClock
from bot.erasure_log import ErasureLog
from bot.settings import Local, read_local
from storage import address, backup, lock, migrations
from storage import database as databases
from storage.errors import DatabaseUnavailable


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.pass_obj
def restore(env_file: Path, file: Path | None) -> None:
    """Put the copy FILE in the place of the database, and forget again whoever was erased since.

    What was there is kept in backups/. Without FILE, as after pg_restore: only
    the forgetting. Stop the bot first.
    """
    again = asyncio.run(restored(read_local(env_file), file, SystemClock().now()))
    if file is not None:
        click.echo(f"{file} is the database now.")
    click.echo(f"Erased again: {again}.")


async def restored(settings: Local, copied: Path | None, now: datetime) -> int:
    """How many were erased again. Raises DatabaseInUse and DatabaseUnavailable, and then changed nothing."""
    where, log = address.read(settings.database), ErasureLog(settings.data_dir)
    if copied is None:
        return await _erased_again(settings.database, log, now)
    if not isinstance(where, address.SqliteFile):
        raise DatabaseUnavailable(
            "The database is on PostgreSQL: put the copy back with pg_restore, then run: klyngebot restore"
        )
    prepared = where.path.with_name(f"{where.path.name}.restoring")
    with lock.held(where.path):
        try:
            await asyncio.to_thread(backup.copy, copied, prepared)
            again = await _erased_again(f"sqlite:///{prepared.absolute()}", log, now)
            await asyncio.to_thread(backup.put_in_place, prepared, where.path, now)
        finally:
            for left in where.path.parent.glob(f"{prepared.name}*"):
                left.unlink()
    return again


async def _erased_again(url: str, log: ErasureLog, now: datetime) -> int:
    """What was erased and not logged is logged first: the copy may know of some, too."""
    await migrations.upgrade(url, now)
    database = await databases.open(url)
    try:
        await erasure_log.write_down(database, log)
        again = await erasure_log.replay(database, log, now)
        await erasure_log.write_down(database, log)
    finally:
        await database.close()
    return again
