"""A tap from end to end: update in, vote counted, new screen out.

`python -m benchmarks.tapping [taps] [rounds]`. Ours keeps the update, the vote and the answer; the rivals
keep nothing. All get the same posts, and send the same two calls to the same Bot API. Then 100 taps a second
beside a mass send, of ours alone.
"""

import asyncio
import sys
from collections import defaultdict
from collections.abc import Sequence

from benchmarks import figures, stores, village
from benchmarks.figures import Figures
from benchmarks.talk import Talk, talk
from storage import database as databases

WINDOW = 32
"""Taps at once, where the question is how many there can be."""
WARM = 100
WITHIN = 60.0
"""Seconds a run may take."""
APPS = [sys.executable, "-m", "benchmarks.rivals.webhooks"]
CROWD = [sys.executable, "-m", "benchmarks.rivals.crowd"]
MASS, TAPS, SECONDS, SLOW = 1000, 100, 10, 0.04
"""Beside: letters and taps a second, for so long, on a Bot API that takes so many seconds."""
FIRST = 2
"""Seconds of taps before that, in which the process starts."""


def main(taps: int, rounds: int) -> None:
    found: dict[str, list[Figures]] = defaultdict(list)
    beside: dict[str, list[Figures]] = defaultdict(list)
    kinds, aiogram = stores.kinds(), figures.aiogram()
    for _ in range(rounds):
        for name, command in rivals(aiogram).items():
            found[name].append(one(command, taps))
        for kind in kinds:
            found[f"ours, {kind}"].append(ours(kind, taps))
            beside[kind].append(ours_beside(kind))
    figures.told(
        "tapping", f"a tap, {WINDOW} at once; p50, p99: ms at half the rate", found, tuple(rivals(aiogram))
    )
    figures.told("beside", f"{TAPS} taps/s beside {MASS} letters/s, 40 ms: ms until the answer left", beside)


def rivals(aiogram: str | None) -> dict[str, list[str]]:
    ways = {"raw": [*APPS, "raw"], "ptb": [*APPS, "ptb"]}
    if aiogram:
        ways["aiogram"] = [aiogram, str(figures.HERE / "rivals" / "aiogram_webhook.py"), "aiogram"]
    return ways


def ours(kind: str, taps: int) -> Figures:
    with stores.new(kind) as url:
        poll = asyncio.run(village.with_poll(url, WARM + 2 * taps))
        run = one([*APPS, "ours", "--database", url], taps, poll)
        check(url, WARM + 2 * taps)
    return run


def one(command: Sequence[str], taps: int, poll: int = 1) -> Figures:
    """As fast as it can, then at half of that."""
    with talk([*figures.cores()[0], *CROWD]) as crowd:
        base = f"http://127.0.0.1:{crowd.said()}"
        with talk([*figures.cores()[1], *command, "--base", base]) as app:
            load = {**app.said(), "poll": poll, "within": WITHIN}
            heard(crowd, load | {"first": 1, "count": WARM, "window": WINDOW})
            before = app.used()[0]
            fast = heard(crowd, load | {"first": WARM + 1, "count": taps, "window": WINDOW})
            spent = app.used()[0] - before
            calm = load | {"first": WARM + taps + 1, "count": taps, "rate": fast["rate"] / 2}
            slow = heard(crowd, calm)
            times = {"p50": slow["p50"], "p99": slow["p99"]}
            return {"rate": fast["rate"], "a_cpu_second": taps / spent, **times, "peak": app.used()[1]}


def ours_beside(kind: str) -> Figures:
    """The letters last longer than the taps, so that every tap has them beside it.

    The first taps come while the process is still starting, and are told apart.
    """
    taps, letters = TAPS * (FIRST + SECONDS), MASS * (FIRST + SECONDS)
    with stores.new(kind) as url:
        poll = asyncio.run(village.with_poll(url, letters))
        told = ["--database", url, "--letters", str(letters), "--rate", str(MASS * 6 // 5)]
        with talk([*figures.cores()[0], *CROWD, str(SLOW)]) as crowd:
            base = f"http://127.0.0.1:{crowd.said()}"
            with talk([*figures.cores()[1], *APPS, "ours", *told, "--base", base]) as app:
                load = {**app.said(), "poll": poll, "within": WITHIN, "rate": TAPS}
                starting = heard(crowd, load | {"first": 1, "count": TAPS * FIRST})
                begun, before = app.used()[0], int(figures.said(base, "stats"))
                run = heard(crowd, load | {"first": TAPS * FIRST + 1, "count": TAPS * SECONDS})
                lasted = TAPS * SECONDS / run["rate"]
                sent = int(figures.said(base, "stats")) - before - TAPS * SECONDS
                run |= {"letters": sent / lasted, "core": (app.used()[0] - begun) / lasted}
                run |= {"p99 at first": starting["p99"]}
                figures.wait_for(base, letters + taps, WITHIN)
        check(url, taps, letters)
    return run


def heard(crowd: Talk, load: dict[str, object]) -> Figures:
    """Raises SystemExit when a tap was lost."""
    run = crowd.ask(load, WITHIN + 30)
    if run["lost"] or run["refused"]:
        raise SystemExit(f"{run['lost']} taps got no answer, {run['refused']} were refused")
    return run


def check(url: str, votes: int, sent: int = 0) -> None:
    """Raises SystemExit unless all is counted, sent, ticked off and settled. Of an answer no row is left."""
    asked = {"votes": votes, "sent": sent, "not settled": 0, "not ticked": 0}
    found = asyncio.run(counted(url))
    if found != asked:
        raise SystemExit(f"the database says {found} instead of {asked}")


async def counted(url: str) -> dict[str, int]:
    database = await databases.open(url)
    found = await database.transact(village.counted)
    await database.close()
    return found


if __name__ == "__main__":
    main(*(int(word) for word in (sys.argv[1:] + ["1000", "3"][len(sys.argv) - 1 :])))
