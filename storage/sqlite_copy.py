"""A copy of a SQLite file, also of one that is written to meanwhile.

The file is read by a connection that can neither write nor checkpoint: two that do could damage a
write-ahead log (docs/decisions/0010-database.md).
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from storage import backup
from storage.backup import Contents, to_disk
from storage.errors import DatabaseUnavailable

SUFFIX = ".db"


def before(what: str, database: Path, now: datetime) -> Path:
    """The copy made before an upgrade to a revision, in `backups/` beside the database."""
    target = backup.named(f"before-{what}", database.parent / backup.FOLDER, SUFFIX, now)
    copy(database, target)
    return target


def copy(database: Path, target: Path) -> Contents:
    """As it is at one moment. Raises DatabaseUnavailable."""
    return backup.finish(target, lambda unfinished: _make(database, unfinished), _examine)


def contents(copied: Path) -> Contents:
    """What a copy holds, after a look at every page. Raises DatabaseUnavailable."""
    return backup.examined(copied, _examine)


def put_in_place(prepared: Path, database: Path, now: datetime) -> None:
    """`prepared` is the database from now on; what was there, whole or damaged, is kept in `backups/`.

    Nobody may have either open. Raises DatabaseUnavailable.
    """
    kept = backup.named("before-restore", database.parent / backup.FOLDER, SUFFIX, now)
    try:
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if database.exists():
            _close_log(database, kept)
            os.link(database, kept)
        prepared.replace(database)
        to_disk(database.parent)
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


def _make(database: Path, target: Path) -> Contents:
    """Counted and copied within one reading transaction: both see the same moment."""
    with _reading(database) as source, closing(sqlite3.connect(target)) as copied:
        source.execute("BEGIN")
        held = _counted(source)
        source.backup(copied)
        copied.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
    return held


def _examine(copied: Path) -> Contents:
    with _reading(copied) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
        if found != [("ok",)]:
            raise OSError(f"it is damaged: {found[0][0]}")
        if lost := connection.execute("PRAGMA foreign_key_check").fetchone():
            raise OSError(f"in {lost[0]} something points at nothing in {lost[2]}")
        return _counted(connection)


@contextlib.contextmanager
def _reading(file: Path) -> Iterator[sqlite3.Connection]:
    """SQLite's errors come as OSError."""
    address = f"{file.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise OSError(str(error)) from error


def _counted(connection: sqlite3.Connection) -> Contents:
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
    ours = [name for (name,) in names if not name.startswith("sqlite_")]
    rows = {name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in ours}  # noqa: S608 - the file's own names
    if "alembic_version" not in rows:
        raise OSError("it holds no tables of Klyngebot's")
    revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return Contents(revision[0], rows)
