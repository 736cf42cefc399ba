"""What it takes to owe a great many people the same letter, beside one plain INSERT .. SELECT.

`python -m benchmarks.mass [people] [database url]`; without a url, on a new database of each kind. The url's
database is changed: give it one of its own. Each way is undone after it was timed, so that all begin alike.
"""

import asyncio
import contextlib
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import sqlalchemy as sa

from benchmarks import figures, stores
from benchmarks.figures import Figures
from domain.audience import CLUSTER
from domain.kinds import Kind
from domain.message import Html, Message
from storage import audiences, migrations, outbox, tables
from storage import database as databases
from storage.database import Database
from storage.outbox import Mailing
from storage.transaction import Transaction

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROUNDS = 3
PART = 10_000
"""People in one transaction of the third way."""
Way = Callable[[Transaction], None]


class Undo(Exception):
    """Raised so that nothing of what was timed stays."""


def main(people: int, url: str | None) -> None:
    """Each database in turn; ratios are taken within a round."""
    found: dict[str, list[Figures]] = {}
    for kind in ("given",) if url else stores.kinds():
        with contextlib.nullcontext(url) if url else stores.new(kind) as where:
            asyncio.run(prepared(where, people))
            found[kind] = figures.rival([sys.executable, "-m", "benchmarks.mass", str(people), where, "one"])[
                "rounds"
            ]
    figures.told(
        "mass", f"{people} letters: seconds, and times one plain INSERT .. SELECT; MiB at most", found
    )


async def prepared(url: str, people: int) -> None:
    await migrations.upgrade(url, NOW)
    database = await databases.open(url)
    await database.transact(prepare, people)
    await database.close()


async def one(url: str) -> list[Figures]:
    """In a process of its own, so that its memory is that of the writing alone."""
    database = await databases.open(url)
    rounds = []
    for _ in range(ROUNDS):
        raw, all_at_once, longest = [await timed(database, way) for way in (plain, whole, part)]
        peak = figures.memory(os.getpid())
        rounds.append({"seconds": all_at_once, "x plain": all_at_once / raw, "a part": longest, "peak": peak})
    await database.close()
    return rounds


async def timed(database: Database, way: Way) -> float:
    with contextlib.suppress(Undo):
        await database.transact(timed_and_undone, way, times := [])
    return times[0]


def timed_and_undone(tx: Transaction, way: Way, times: list[float]) -> None:
    begun = time.perf_counter()
    way(tx)
    times.append(time.perf_counter() - begun)
    raise Undo


def plain(tx: Transaction) -> None:
    row = {"text": "Hej", "rows": [], "cluster_id": 1, "created_at": NOW}
    words = tx.connection.execute(
        sa.insert(tables.contents).values(row).returning(tables.contents.c.id)
    ).scalar_one()
    tx.connection.execute(
        sa.text(
            "INSERT INTO outbox (cluster_id, person_id, chat_id, content_id, bot_id, kind, unique_key,"
            " subject, act, lane, state, attempts, copies, not_before, created_at)"
            " SELECT cluster_id, id, telegram_id, :words, 1, 'news', 'plain:1', 'plain:1',"
            " 'send', 'mass', 'pending', 0, 0, joined_at, joined_at FROM people"
        ),
        {"words": words},
    )


def whole(tx: Transaction) -> None:
    outbox.put_many(tx, mailing(), audiences.of(1, CLUSTER, Kind.NEWS, NOW), NOW)


def part(tx: Transaction) -> None:
    outbox.put_many(tx, mailing(), audiences.of(1, CLUSTER, Kind.NEWS, NOW), NOW, most=PART)


def mailing() -> Mailing:
    words = {language: Message(Html(f"Hej {language}")) for language in ("da", "en")}
    return Mailing(1, Kind.NEWS, "benchmark:1", "benchmark:1", NOW, None, words)


def prepare(tx: Transaction, people: int) -> None:
    run = tx.connection.execute
    cluster = {"id": 1, "zone": "Europe/Copenhagen", "about": {}, "created_at": NOW}
    words = dict.fromkeys(("slug", "name", "municipality", "controller", "contact_name"), "nord")
    run(sa.insert(tables.clusters), cluster | words)
    run(sa.insert(tables.bots), {"id": 1, "cluster_id": 1, "username": "klyngebot"})
    village = {"id": 1, "cluster_id": 1, "slug": "v", "name": "V", "also_called": [], "inhabitants": 1}
    run(sa.insert(tables.villages), village)
    for first in range(1, people + 1, 1_000):
        some = range(first, min(first + 1_000, people + 1))
        run(sa.insert(tables.people), [neighbour(number) for number in some])


def neighbour(number: int) -> dict[str, object]:
    return {
        "id": number,
        "cluster_id": 1,
        "telegram_id": 1_000_000 + number * 7_919 % 999_983 * 1_000,  # in no order, as in life
        "first_name": "Anna",
        "language": "en" if number % 10 == 0 else "da",
        "village_id": 1,
        "sixteen_on": NOW.date(),
        "joined_at": NOW,
        "seen_at": NOW,
        "free_times": [],
        "fewer": False,
    }


if __name__ == "__main__":
    given = sys.argv[1:] + [None, None][len(sys.argv) - 1 :]
    if given[2:] == ["one"]:
        print(json.dumps({"rounds": asyncio.run(one(given[1]))}))
    else:
        main(int(given[0] or 120_000), given[1])
