"""What it takes to count a poll: `python -m benchmarks.polls [ballots] [database url]`, 120,000 without.

Without an url, on a new SQLite file.

The url's database is changed: give it one of its own. How the time grows is in the last line: 1 is linear.
"""

import asyncio
import contextlib
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from actions.poll_letters import count
from benchmarks.mass import NOW, Undo, prepare
from domain.audience import CLUSTER
from domain.polls import Poll, PollKind
from storage import clusters, migrations, polls, tables
from storage import database as databases
from storage.transaction import Transaction

ROUNDS = 3
ANSWERS = 10


async def main(ballots: int, url: str) -> None:
    """Each number of ballots in a poll of its own."""
    await migrations.upgrade(url, NOW)
    database = await databases.open(url)
    await database.transact(prepare, ballots)
    found: dict[int, float] = {}
    for many in (ballots // 100, ballots // 10, ballots):
        poll = await database.transact(ask, many)
        for name, way in (("tally", tally), ("count and publish", publish)):
            times: list[float] = []
            for _ in range(ROUNDS):
                with contextlib.suppress(Undo):
                    await database.transact(timed, way, poll, times)
            found[many] = statistics.median(times)
            print(f"{name:20} {many:8} ballots {found[many] * 1000:8.1f} ms")
    await database.close()
    (less, quick), (more, slow) = list(found.items())[-2:]
    print(f"grows with the power {math.log(slow / quick) / math.log(more / less):.2f}")


def timed(
    tx: Transaction, way: Callable[[Transaction, Poll], object], poll: Poll, times: list[float]
) -> None:
    begun = time.perf_counter()
    way(tx, poll)
    times.append(time.perf_counter() - begun)
    raise Undo


def tally(tx: Transaction, poll: Poll) -> object:
    """The votes of each village."""
    return polls.counts(tx, poll)


def publish(tx: Transaction, poll: Poll) -> object:
    """All that is done at the end of a poll, but for the letters."""
    return count(tx, clusters.by_id(tx, 1), poll, datetime.now(UTC))


def ask(tx: Transaction, ballots: int) -> Poll:
    """A poll of ten answers, with a ballot of the first so many people."""
    names = tuple(f"Svar {n}" for n in range(ANSWERS))
    ends = NOW + timedelta(days=3)
    poll = Poll(
        0, 1, "Hvad?", PollKind.SEVERAL, names, CLUSTER, sensitive=False, opened_at=NOW, closes_at=ends
    )
    number = polls.add(tx, poll)
    people = tables.people.c
    picks = people.id % (2**ANSWERS - 1) + 1
    votes = sa.select(people.cluster_id, sa.literal(number), people.id, picks).where(people.id <= ballots)
    columns = ["cluster_id", "poll_id", "person_id", "picks"]
    tx.connection.execute(sa.insert(tables.ballots).from_select(columns, votes))
    found = polls.by_id(tx, 1, number)
    if found is None:
        raise LookupError(number)
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        given = sys.argv[1:] + [None, None][len(sys.argv) - 1 :]
        asyncio.run(main(int(given[0] or 120_000), given[1] or f"sqlite:///{Path(folder) / 'klyngebot.db'}"))
