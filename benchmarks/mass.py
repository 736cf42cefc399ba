"""What it takes to owe a great many people the same letter, beside one plain INSERT .. SELECT.

`python -m benchmarks.mass [people] [database url]`; without a url, on a new SQLite file. The url's database
is changed: give it one of its own. Each way is undone after it was timed, so that all begin alike.
"""

import asyncio
import contextlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

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


async def main(people: int, url: str) -> None:
    await migrations.upgrade(url, NOW)
    database = await databases.open(url)
    await database.transact(prepare, people)
    ways: Mapping[str, Way] = {
        "one plain INSERT .. SELECT": plain,
        "put_many": whole,
        "the longest part": part,
    }
    found = {name: [await timed(database, way) for _ in range(ROUNDS)] for name, way in ways.items()}
    await database.close()
    best = {name: statistics.median(seconds) for name, seconds in found.items()}
    for name, seconds in best.items():
        print(f"{name:28} {seconds:6.2f} s")
    print(f"put_many takes {best['put_many'] / best['one plain INSERT .. SELECT']:.2f} times as long")


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
    with tempfile.TemporaryDirectory() as folder:
        given = sys.argv[1:] + [None, None][len(sys.argv) - 1 :]
        asyncio.run(main(int(given[0] or 120_000), given[1] or f"sqlite:///{Path(folder) / 'klyngebot.db'}"))
