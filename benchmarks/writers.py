"""Thirty who write into SQLite without a pause, alone and while one copy after the other is made of the file.

What a writer does is a real update in two writes: it is put into the inbox, and its turn taken. Whoever is
told anything but "done" is counted with what was said. `python -m benchmarks.writers [seconds]`: half of
them (30) with copies.
"""

import asyncio
import itertools
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from benchmarks import figures, village
from benchmarks.transactions import an_update
from storage import database as databases
from storage import sqlite_copy
from storage.database import Database
from storage.errors import DatabaseUnavailable
from storage.transaction import Transaction

P = ParamSpec("P")
T = TypeVar("T")
WRITERS = 30
PEOPLE = 5_000
P99 = 0.1
"""Seconds aimed at."""


@dataclass
class Seen:
    """`waits`: seconds of each write that was done. `told`: what the others were told. `log`: MiB of the
    write-ahead log, which never shrinks.
    """

    waits: list[float] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    copies: int = 0
    log: float = 0.0

    def at(self, share: float) -> float:
        return sorted(self.waits)[int(len(self.waits) * share)]


@dataclass(frozen=True)
class Timed:
    """A database that notes how long each write took."""

    database: Database
    waits: list[float]

    async def transact(
        self, action: Callable[Concatenate[Transaction, P], T], *arguments: P.args, **named: P.kwargs
    ) -> T:
        begun = time.monotonic()
        done = await self.database.transact(action, *arguments, **named)
        self.waits.append(time.monotonic() - begun)
        return done


async def main(seconds: float) -> dict[str, Seen]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "klyngebot.db"
        await village.made(f"sqlite:///{path}", PEOPLE)
        database = await databases.open(f"sqlite:///{path}")
        numbers = itertools.count()
        alone = await busy(database, path, numbers, seconds / 2, copied=False)
        beside = await busy(database, path, numbers, seconds / 2, copied=True)
        await database.close()
    return {"alone": alone, "beside copies": beside}


async def busy(
    database: Database, path: Path, numbers: Iterator[int], seconds: float, *, copied: bool
) -> Seen:
    seen, end = Seen(), time.monotonic() + seconds
    parts = [writing(database, numbers, end, seen) for _ in range(WRITERS)]
    await asyncio.gather(*parts, *([copying(path, end, seen)] if copied else []))
    seen.log = mebibytes(path.with_name(f"{path.name}-wal"))
    return seen


async def writing(database: Database, numbers: Iterator[int], end: float, seen: Seen) -> None:
    timed = Timed(database, seen.waits)
    while time.monotonic() < end:
        try:
            await an_update(timed, next(numbers))
        except DatabaseUnavailable as error:
            seen.told[str(error)] += 1


async def copying(path: Path, end: float, seen: Seen) -> None:
    while time.monotonic() < end:
        target = path.with_name(f"copy-{seen.copies}.db")
        await asyncio.to_thread(sqlite_copy.copy, path, target)
        target.unlink()
        seen.copies += 1


def mebibytes(log: Path) -> float:
    return log.stat().st_size / 2**20


def line(name: str, seen: Seen) -> str:
    return (
        f"{name:14} {len(seen.waits):9,} writes, half within {seen.at(0.5) * 1000:.1f} ms, 99 % within"
        f" {seen.at(0.99) * 1000:.0f}, the longest {max(seen.waits) * 1000:.0f}; turned away"
        f" {seen.told.total()}; {seen.copies} copies; log {seen.log:.0f} MiB"
    )


if __name__ == "__main__":
    found = asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 30.0))
    for name, seen in found.items():
        print(line(name, seen))
        for said, times in seen.told.items():
            print(f"  {times} x {said}")
    print(f"ratio at 99 %: {found['beside copies'].at(0.99) / found['alone'].at(0.99):.1f}")
    print(f"Aimed at: nobody turned away, 99 % within {P99 * 1000:.0f} ms.")
    figures.keep("writers", {name: {"p99": seen.at(0.99)} for name, seen in found.items()})
