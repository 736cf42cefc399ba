"""A copy of a SQLite database in one file, checked before it gets its name."""

import contextlib
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from storage.errors import DatabaseUnavailable
from storage.transaction import Transaction

FOLDER = "backups"
STAMP = "%Y%m%dT%H%M%SZ"


def before(revision: str, database: Path, now: datetime) -> Path:
    """The copy made before an upgrade to `revision`, in `backups/` beside the database."""
    return copy(database, database.parent / FOLDER / f"before-{revision}-{now.astimezone(UTC):{STAMP}}.db")


def copy(database: Path, target: Path) -> Path:
    """Raises DatabaseUnavailable when there is no room, or the copy does not hold. For its owner only."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(database, unfinished)
        unfinished.rename(target)
        _to_disk(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseUnavailable(
            f"No backup copy could be made at {target} ({error}). Nothing was changed."
        ) from error
    return target


def put_in_place(prepared: Path, database: Path, now: datetime) -> None:
    """`prepared` is the database from now on; what was there, whole or damaged, is kept in `backups/`.

    Nobody may have either open. Raises DatabaseUnavailable.
    """
    kept = database.parent / FOLDER / f"before-restore-{now.astimezone(UTC):{STAMP}}.db"
    try:
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if database.exists():
            _close_log(database, kept)
            os.link(database, kept)
        prepared.replace(database)
        _to_disk(database.parent)
    except OSError as error:
        raise DatabaseUnavailable(f"The copy could not be put in place ({error}).") from error


def _close_log(database: Path, kept: Path) -> None:
    """SQLite's log goes into the file; a damaged one is put aside, for it would be read into the new file."""
    with contextlib.suppress(sqlite3.Error), closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for suffix in ("-wal", "-shm"):
        beside = database.with_name(database.name + suffix)
        if beside.exists():
            beside.rename(kept.with_name(kept.name + suffix))


def older_than(tx: Transaction, moment: datetime) -> list[Path]:
    """Our own copies beside the open database that were made before then; on PostgreSQL we make none."""
    if tx.connection.dialect.name != "sqlite":
        return []
    folder = Path(tx.connection.exec_driver_sql("PRAGMA database_list").one().file).parent / FOLDER
    return sorted(path for path in folder.glob("*.db*") if (made := _made(path)) and made < moment)


def _made(copied: Path) -> datetime | None:
    """When, by its name; None for a file that is not ours."""
    stamp = copied.name.partition(".")[0].rpartition("-")[2]
    try:
        return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def _make(database: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    try:
        target.touch(mode=0o600)
        _vacuum(database, target)
        _examine(target)
        _to_disk(target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _vacuum(database: Path, target: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def _examine(copied: Path) -> None:
    with closing(sqlite3.connect(copied)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
    if found != [("ok",)]:
        raise sqlite3.DatabaseError(f"the copy is damaged: {found[0][0]}")


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
