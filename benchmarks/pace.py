"""What Telegram and the people notice of a mass send: `python -m benchmarks.pace [seconds] [people]`.

Three runs of so many seconds (30), in each a letter to so many people (20,000) going out at the ordinary
pace, the simulator counting strictly, and neighbours who write now and then: nothing goes wrong; 2 % of all
messages are refused with "retry after 1"; somebody writes 200 messages a second. The last column tells how
late this process's own timers are: so much of the waiting is the machine's. `python -m benchmarks.pace whole`
lets the mass send of the second run go to its end, which takes an hour.
"""

import asyncio
import sys
import tempfile
import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from benchmarks import figures
from benchmarks.stage import MASS, Stage, staged
from simulator import Fault, FaultKind
from simulator.client import Chat
from simulator.log import Entry

TALKERS = 60
EVERY = 0.25
"""Seconds between two who write something."""
FLOOD = 200
"""Messages a second from one person."""
WARM = 3.0
"""Seconds after its start until we count."""
PAUSE = 1.0
"""Seconds, after which a refused bot may go on."""
LATEST = 5.0
"""Seconds in which the last answers come."""
OK, TOO_MANY = 200, 429

Trouble: TypeAlias = Callable[[Stage], Coroutine[None, None, None]]
Asked: TypeAlias = list[tuple[Chat, float]]


@dataclass(frozen=True)
class Seen:
    """Seconds and counts. `further`: the most messages begun after a 429 before it was over. `busiest`: the
    most that arrived in one second.
    """

    answers: int
    unanswered: int
    p50: float
    p95: float
    longest: float
    own_429: int
    injected_429: int
    further: int
    mass_a_second: float
    busiest: int
    late: float


async def calm(_stage: Stage) -> None:
    """Nothing goes wrong."""


async def refused(stage: Stage) -> None:
    """2 % of what is sent comes too fast, as Telegram says for reasons of its own."""
    fault = Fault(FaultKind.RETRY_AFTER, "sendMessage", times=None, probability=0.02, seconds=PAUSE)
    stage.simulator.inject(fault)


async def flooded(stage: Stage) -> None:
    """Somebody who is no neighbour of the others' writes without end."""
    attacker = stage.chats[0][-1]
    began, written = time.monotonic(), 0
    while True:
        while written < (time.monotonic() - began) * FLOOD:
            attacker.write("hej")
            written += 1
        await asyncio.sleep(0.01)


async def measured(folder: Path, people: int, seconds: float | None, trouble: Trouble) -> Seen:
    """`seconds` None: until the mass send is through."""
    async with staged(folder, bots=1, people=people, writing=1) as stage:
        await asyncio.sleep(WARM)
        asked, lags = Asked(), list[float]()
        parts = (trouble(stage), talking(stage.chats[0][1 : TALKERS + 1], asked), lagging(lags))
        beside = [asyncio.create_task(part) for part in parts]
        await over(stage, people, seconds)
        for task in beside:
            task.cancel()
        await asyncio.wait(beside)
        await asyncio.sleep(LATEST)
        for task in beside:
            if not task.cancelled():
                task.result()
        return seen(stage.simulator.log.entries, asked, lags)


async def lagging(lags: list[float]) -> None:
    while True:
        due = time.monotonic() + 0.01
        await asyncio.sleep(0.01)
        lags.append(time.monotonic() - due)


async def over(stage: Stage, people: int, seconds: float | None) -> None:
    if seconds is not None:
        await asyncio.sleep(seconds)
        return
    arrived = 0
    while arrived < people:
        await asyncio.sleep(5)
        arrived = sum(is_mass(entry) and entry.status == OK for entry in stage.simulator.log.entries)


async def talking(talkers: Sequence[Chat], asked: Asked) -> None:
    """One after the other asks for the menu, and the next time taps its first button."""
    for turn in range(sys.maxsize):
        for chat in talkers:
            asked.append((chat, time.monotonic()))
            if turn % 2:
                chat.tap(chat.screen.labels[0], chat.screen)
            else:
                chat.write("/menu")
            await asyncio.sleep(EVERY)


def seen(log: Sequence[Entry], asked: Asked, lags: Sequence[float]) -> Seen:
    said = [entry for entry in log if entry.method in {"sendMessage", "editMessageText"}]
    arrived = [entry for entry in said if entry.status == OK]
    waits = waited([entry for entry in arrived if not is_mass(entry)], asked)
    mass = [at(entry) for entry in arrived if is_mass(entry)]
    return Seen(
        answers=len(waits),
        unanswered=len(asked) - len(waits),
        p50=waits[len(waits) // 2],
        p95=waits[int(len(waits) * 0.95)],
        longest=waits[-1],
        own_429=sum(entry.status == TOO_MANY and entry.fault is None for entry in log),
        injected_429=sum(entry.status == TOO_MANY and entry.fault is not None for entry in log),
        further=further(said),
        mass_a_second=len(mass) / (max(mass) - min(mass)),
        busiest=most_in_a_second([at(entry) for entry in arrived]),
        late=sorted(lags)[int(len(lags) * 0.95)],
    )


def at(entry: Entry) -> float:
    """When Telegram had done it."""
    return entry.monotonic + entry.took


def waited(answers: Sequence[Entry], asked: Asked) -> Sequence[float]:
    """Seconds until each answer was there, the shortest first; whoever has none is not in it."""
    there: dict[str, list[float]] = defaultdict(list)
    for entry in answers:
        there[entry.parameters["chat_id"]].append(at(entry))
    firsts = ((since, first_after(since, there[str(chat.person.telegram_id)])) for chat, since in asked)
    return sorted(first - since for since, first in firsts if first is not None)


def first_after(since: float, times: Sequence[float]) -> float | None:
    return next((moment for moment in times if moment > since), None)


def is_mass(entry: Entry) -> bool:
    return entry.parameters.get("text") == MASS


def further(said: Sequence[Entry]) -> int:
    """How many were begun while the bot was to be silent."""
    refusals = [at(entry) for entry in said if entry.status == TOO_MANY]
    begun = [entry.monotonic for entry in said]
    return max((sum(since < one < since + PAUSE for one in begun) for since in refusals), default=0)


def most_in_a_second(times: Sequence[float]) -> int:
    ordered = sorted(times)
    return max(bisect_right(ordered, since + 1) - first for first, since in enumerate(ordered))


RUNS: Mapping[str, Trouble] = {"calm": calm, "2 % refused": refused, "one writes 200/s": flooded}
HEADS = (
    "answers",
    "none",
    "median",
    "95 %",
    "longest",
    "own 429",
    "given",
    "further",
    "mass/s",
    "busiest",
    "late",
)
GOALS = """Aimed at: nobody unanswered; 95 % of the answers within 0.3 s, with 2 % refused within 1.5 s,
beside an attacker within 1 s; no 429 of our own making; after a 429 at most 8 more until it is over."""


def main(seconds: float, people: int) -> None:
    kept = {}
    print(" " * 18 + "".join(f"{head:>9}" for head in HEADS))
    for name, trouble in RUNS.items():
        kept[name] = run(people, seconds, trouble)
        print(line(name, kept[name]), flush=True)
    print(GOALS)
    figures.keep("pace", kept)


def run(people: int, seconds: float | None, trouble: Trouble) -> Seen:
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(measured(Path(folder), people, seconds, trouble))


def line(name: str, it: Seen) -> str:
    values = (f"{value:9.2f}" if isinstance(value, float) else f"{value:9}" for value in vars(it).values())
    return f"{name:18}" + "".join(values)


if __name__ == "__main__":
    if sys.argv[1:] == ["whole"]:
        print(line("2 % refused", run(20_000, None, refused)))
    else:
        given = dict(enumerate(sys.argv[1:]))
        main(float(given.get(0, 30)), int(given.get(1, 20_000)))
