"""Keeps a second process away from a SQLite file: two writers would send everything twice."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from storage.errors import DatabaseInUse, DatabaseUnavailable


@dataclass(frozen=True)
class Lock:
    """Held until released or until the process ends, however it ends.

    The lock file stays: to delete it would let two processes hold two files of the same name.
    """

    handle: int

    def release(self) -> None:
        os.close(self.handle)


@contextmanager
def held(database: Path) -> Iterator[None]:
    lock = take(database)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """One process at a time, and one thread of it: whoever comes second waits. Raises OSError."""
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def take(database: Path) -> Lock:
    """Raises DatabaseInUse, saying who has it and what to do."""
    beside = database.with_name(f"{database.name}.lock")
    handle = _open(beside)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        other = os.pread(handle, 20, 0).decode(errors="replace").strip() or "unknown"
        os.close(handle)
        raise DatabaseInUse(
            f"Another Klyngebot (process {other}) has the database {database} open. "
            "Stop that one first, or give this one a folder of its own with KLYNGEBOT_DATA_DIR."
        ) from None
    except OSError as error:
        os.close(handle)
        raise DatabaseUnavailable(
            f"The folder {database.parent} cannot lock files: put the database on a disk of this machine."
        ) from error
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
    return Lock(handle)


def _open(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise DatabaseUnavailable(
            f"The folder {path.parent} cannot be written. Look at its owner and permissions, or name another "
            "one with KLYNGEBOT_DATA_DIR in .env."
        ) from error
