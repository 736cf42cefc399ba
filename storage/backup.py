"""A copy of a SQLite database in one file, checked before it gets its name."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from storage.errors import DatabaseUnavailable


def before(revision: str, database: Path, now: datetime) -> Path:
    """The copy made before an upgrade to `revision`, in `backups/` beside the database."""
    return copy(database, database.parent / "backups" / f"before-{revision}-{now:%Y%m%dT%H%M%SZ}.db")


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
