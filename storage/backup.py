"""Copies of the whole database, each in one file that has its name only once it is checked.

A copy's SHA-256 lies beside it, as `sha256sum --check` reads it. What is in it, and how it is made and put
back, is the matter of `sqlite_copy` and `postgres_dump`.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from domain import backups
from storage import lock
from storage.errors import DatabaseUnavailable

FOLDER = "backups"
UNFINISHED = ".unfinished"
STAMP = "%Y%m%dT%H%M%SZ"
NIGHTLY = "nightly"
KINDS = (NIGHTLY, "asked", "before")
"""What our own copies' names begin with; other files in the folder are not ours to delete."""


@dataclass(frozen=True)
class Contents:
    """What a copy holds: the tables' revision, and the number of rows in each."""

    revision: str
    rows: Mapping[str, int]

    def __str__(self) -> str:
        return f"{sum(self.rows.values()):,} rows in {len(self.rows)} tables, revision {self.revision}"


def named(kind: str, folder: Path, suffix: str, now: datetime) -> Path:
    """A copy's place; `kind` is `nightly`, `asked` for, or `before-...` something."""
    return folder / f"{kind}-{now.astimezone(UTC):{STAMP}}{suffix}"


def made(copied: Path) -> datetime | None:
    """When, by its name; None for a file that is not ours."""
    stamp = copied.name.partition(".")[0].rpartition("-")[2]
    try:
        moment = datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment if copied.name.startswith(KINDS) else None


def copies(folder: Path, kind: str = "") -> list[Path]:
    """The finished ones, the newest last."""
    found = (path for path in folder.glob(f"{kind}*") if path.suffix in {".db", ".dump"})
    return sorted((path for path in found if made(path)), key=lambda path: (made(path), path.name))


def newest(folder: Path) -> datetime | None:
    """When the last that is made each night was."""
    nightly = copies(folder, NIGHTLY)
    return made(nightly[-1]) if nightly else None


def tidy(folder: Path, now: datetime) -> list[Path]:
    """Delete what is too many and what is too old, with what lies beside it; gives back what."""
    nightly = {path: moment for path in copies(folder, NIGHTLY) if (moment := made(path))}
    spared = backups.spared(nightly.values())
    many = [path for path, moment in nightly.items() if moment not in spared]
    old = [path for path in folder.glob("*") if (at := made(path)) and at < now - backups.LONGEST]
    gone = sorted({*many, *(_seal(path) for path in many), *old})
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def finish(target: Path, make: Callable[[Path], Contents], look: Callable[[Path], Contents]) -> Contents:
    """`make` writes a file for its owner only, `look` reads it; it gets its name when both say the same.

    Raises DatabaseUnavailable when there is no room, or the copy does not hold.
    """
    unfinished = target.with_name(f"{target.name}{UNFINISHED}")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(target.parent):
            unfinished.touch(mode=0o600)
            held = make(unfinished)
            found = look(unfinished)
            if found == held:
                _seal_and_name(unfinished, target)
    except OSError as error:
        raise DatabaseUnavailable(
            f"No backup copy could be made at {target} ({error}). Nothing was changed."
        ) from error
    if found != held:
        raise DatabaseUnavailable(f"No backup copy could be made at {target}: it does not hold all rows.")
    return held


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One copy at a time in a folder; what a kill or a failure left half done goes."""
    with lock.alone(folder / "backups.lock"):
        try:
            _sweep(folder)
            yield
        finally:
            _sweep(folder)


def _sweep(folder: Path) -> None:
    for left in folder.glob(f"*{UNFINISHED}*"):
        left.unlink()


def examined(copied: Path, examine: Callable[[Path], Contents]) -> Contents:
    """What a copy holds. Raises DatabaseUnavailable where it is not as it was made, or holds nothing of ours.

    One without a seal is taken as it is.
    """
    _whole(copied)
    try:
        return examine(copied)
    except OSError as error:
        raise DatabaseUnavailable(f"{copied} is no copy that can be put back ({error}).") from error


def _whole(copied: Path) -> None:
    seal = _seal(copied)
    if seal.exists() and seal.read_text(encoding="utf-8").partition(" ")[0] != _hash(copied):
        raise DatabaseUnavailable(f"{copied} is damaged: it is not as it was made. Take another copy.")


def to_disk(path: Path) -> None:
    """What was written there, or renamed in it, outlives a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _seal_and_name(unfinished: Path, target: Path) -> None:
    to_disk(unfinished)
    seal = _seal(target)
    seal.touch(mode=0o600)
    seal.write_text(f"{_hash(unfinished)}  {target.name}\n", encoding="utf-8")
    to_disk(seal)
    unfinished.rename(target)
    to_disk(target.parent)


def _seal(copied: Path) -> Path:
    return copied.with_name(f"{copied.name}.sha256")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
