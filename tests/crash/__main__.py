"""`make crash`: pull the plug 200 times with SQLite, 100 times with PostgreSQL and two replicas, and look.

`python -m tests.crash --seed 7` does an earlier run's once more. Exit 1 when a promise is broken.
"""

import argparse
import asyncio
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from pathlib import Path

from bot.cluster_file import read
from tests.crash.promises import Promise, Within, promises
from tests.crash.server import server
from tests.crash.storm import Plan, Storm, run
from tests.crash.village import Village
from tests.fixtures.bots import VILLAGE

SINGLE = Plan(Village(120, 24, 5), kills=200, newcomers=20, leavers=10, each_failpoint=5)
PAIR = Plan(
    Village(120, 24, 5),
    kills=100,
    newcomers=20,
    leavers=10,
    replicas=2,
    restarts=20,
    freezes=3,
    life=(0.5, 3.5),
)
PORT = 54321
ALONE, TOGETHER = Within(start=5.0), Within(start=15.0)
"""Where there are two, the other may have to be waited for."""


def main() -> int:
    options = _options()
    _say(f"seed {options.seed}")
    share = options.share / 100
    single = replace(SINGLE, kills=round(SINGLE.kills * share), each_failpoint=round(5 * share))
    pair = replace(PAIR, kills=round(PAIR.kills * share), restarts=round(PAIR.restarts * share))
    kept = []
    if "sqlite" in options.database:
        kept.append(asyncio.run(_unless_told_to_stop(_single(single, options.seed))))
    if "postgresql" in options.database:
        kept.append(asyncio.run(_unless_told_to_stop(_pair(pair, options.seed))))
    return 0 if all(kept) else 1


async def _unless_told_to_stop(run: Coroutine[None, None, bool]) -> bool:
    """A SIGTERM ends the run as Ctrl-C does: nothing of ours goes on behind it."""
    running = asyncio.ensure_future(run)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, running.cancel)
    try:
        return await running
    except asyncio.CancelledError:
        _say("stopped before its end")
        return False


def _say(words: str, end: str = "\n") -> None:
    sys.stdout.write(words + end)
    sys.stdout.flush()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10_000))
    parser.add_argument("--share", type=float, default=100, help="so many per cent of the kills")
    parser.add_argument("--database", nargs="+", default=["sqlite", "postgresql"])
    return parser.parse_args()


async def _single(plan: Plan, seed: int) -> bool:
    return await _one("SQLite", plan, seed, ALONE)


async def _pair(plan: Plan, seed: int) -> bool:
    async with server(PORT) as ours:
        return await _one("PostgreSQL, two replicas", replace(plan, server=ours), seed, TOGETHER)


async def _one(name: str, plan: Plan, seed: int, within: Within) -> bool:
    """Whether all promises were kept; what the run wrote stays where they were not."""
    folder, began = Path(tempfile.mkdtemp(prefix="klyngebot-crash-run-")), time.monotonic()
    found, storm = await run(plan, seed, read(VILLAGE), folder)
    told = promises(found, within)
    _say(f"\n{name}, {time.monotonic() - began:.0f} s: {_tally(storm)}")
    _say(f"{len(found.calls)} messages, {found.said.taps} taps, {len(found.said.joined)} joined, ", end="")
    _say(f"{len(found.said.left)} left; what it wrote: {folder}")
    for line in _table(told):
        _say(line)
    return all(one.kept for one in told)


def _tally(storm: Storm) -> str:
    places = ", ".join(f"{name} {hits}" for name, hits in sorted(storm.hits.items()) if name)
    deaths = sum(machine.kills for machine in storm.machines)
    plan = storm.plan
    return f"{deaths} kills ({places or 'at any moment'}), {plan.restarts} restarts, {plan.freezes} freezes"


def _table(told: Sequence[Promise]) -> list[str]:
    return [
        f"  {'kept  ' if one.kept else 'BROKEN'}  {one.what:60} {one.figure:>24}   {one.goal}\n"
        for one in told
    ]


if __name__ == "__main__":
    sys.exit(main())
