"""All clusters of the country in one process: `python -m benchmarks.bots [database url]`.

One bot, 29, 29 of which one writes to all its 700 people, and 29 of which all do; meanwhile 29 neighbours
ask for something now and then. With an url only the last, in that new database. Seconds until all are served,
MB at rest, seconds until an answer, letters a second, the bot's processor time for each, and how late our own
timers are.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import figures
from benchmarks.pace import LATEST, OK, WARM, Asked, is_mass, lagging, talking, waited
from benchmarks.stage import Stage, staged

SECONDS = 15.0
PEOPLE = 700
BOTS = 29
RUNS = ((1, 0), (BOTS, 0), (BOTS, 1), (BOTS, BOTS))
HEADS = ("started", "MB", "median", "95 %", "longest", "letters/s", "ms each", "late")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Seen:
    """Seconds, but for the memory at rest and the letters. `each`: milliseconds of the bot's processor."""

    started: float
    resident: float
    p50: float
    p95: float
    longest: float
    letters_a_second: float
    each: float
    late: float


async def measured(folder: Path, bots: int, writing: int, url: str | None) -> Seen:
    async with staged(folder, bots, PEOPLE, writing, url) as stage:
        await asyncio.sleep(WARM)
        resident, asked, lags = stage.resident, Asked(), list[float]()
        talkers = [chats[n] for n in range(1, BOTS // bots + 1) for chats in stage.chats]
        parts = (talking(talkers, asked), lagging(lags))
        beside = [asyncio.create_task(part) for part in parts]
        spent, came = processor(stage), letters(stage)
        await asyncio.sleep(SECONDS)
        spent, came = processor(stage) - spent, letters(stage) - came
        for task in beside:
            task.cancel()
        await asyncio.wait(beside)
        await asyncio.sleep(LATEST)
        waits = answered(stage, asked)
        return Seen(
            stage.took, resident, waits[len(waits) // 2], waits[int(len(waits) * 0.95)], waits[-1],
            came / SECONDS, spent / came * 1000, sorted(lags)[int(len(lags) * 0.95)],
        )  # fmt: skip


def answered(stage: Stage, asked: Asked) -> Sequence[float]:
    log = stage.simulator.log.entries
    said = [entry for entry in log if entry.method in {"sendMessage", "editMessageText"}]
    waits = waited([entry for entry in said if entry.status == OK and not is_mass(entry)], asked)
    if len(waits) < len(asked):
        print(f"{len(asked) - len(waits)} had no answer after {LATEST:.0f} s")
    return waits


def letters(stage: Stage) -> int:
    """How many have arrived, answers and all."""
    return sum(entry.status == OK for entry in stage.simulator.log.of("sendMessage"))


def processor(stage: Stage) -> float:
    """Seconds the bot has worked."""
    user, system = (
        Path(f"/proc/{stage.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    )
    return (int(user) + int(system)) / TICKS


def main(url: str | None) -> None:
    kept = {}
    print(" " * 20 + "".join(f"{head:>10}" for head in HEADS))
    for bots, writing in RUNS[-1:] if url else RUNS:
        with tempfile.TemporaryDirectory() as folder:
            name = f"{bots} bots, {writing} writing"
            kept[name] = asyncio.run(measured(Path(folder), bots, writing, url))
        print(f"{name:20}" + "".join(f"{value:10.2f}" for value in vars(kept[name]).values()), flush=True)
    figures.keep("bots", kept)


if __name__ == "__main__":
    main(sys.argv[1] if sys.argv[1:] else None)
