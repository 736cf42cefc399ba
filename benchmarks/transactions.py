"""How many small taps a second SQLite carries: many in one commit, against a commit each.

A tap is what an answer costs: tick the update off, read the person, change one row, write down the answer.
`python -m benchmarks.transactions [taps]`
"""

import asyncio
import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from actions import turns
from benchmarks import village
from benchmarks.village import BOT, NOW
from domain.message import Button, Html, Message, Reply
from domain.visit import Visit
from storage import database as databases
from storage import inbox, outbox, tables
from storage.database import Database
from storage.transaction import Transaction

PEOPLE = 200
AT_ONCE = 16
ROUNDS = 5
NEW = 1_000_000
"""Updates from here on are not in the inbox yet."""
OWNER = outbox.Owner("benchmark", NOW + timedelta(minutes=1))
Way = Callable[[Database, range], Awaitable[None]]


async def main(taps: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'klyngebot.db'}"
        await village.made(url, PEOPLE)
        database = await databases.open(url)
        await database.transact(wait, 3 * taps)
        alone, together, real = await rounds(database, taps // ROUNDS)
        await database.close()
    print(f"a commit each:  {alone:7,.0f} taps/s, {1000 / alone:.2f} ms each")
    print(f"group commit:   {together:7,.0f} taps/s, {AT_ONCE} at once")
    print(f"ratio:          {together / alone:7.2f}")
    print(f"real updates:   {real:7,.0f} a second: inbox and turn in two transactions, {AT_ONCE} at once")


async def rounds(database: Database, each: int) -> list[float]:
    """The median of each way. They take turns, so that a neighbour on the machine disturbs all alike."""
    ways = (one_by_one, side_by_side(a_tap), side_by_side(an_update))
    updates = (range(first, first + each) for first in itertools.count(step=each))
    found = [[await rate(way, database, next(updates)) for way in ways] for _ in range(ROUNDS)]
    return [statistics.median(rates) for rates in zip(*found, strict=True)]


async def rate(way: Way, database: Database, updates: range) -> float:
    begun = time.perf_counter()
    await way(database, updates)
    return len(updates) / (time.perf_counter() - begun)


async def one_by_one(database: Database, updates: range) -> None:
    for update in updates:
        await database.transact(tap, update)


def side_by_side(each: Callable[[Database, int], Awaitable[None]]) -> Way:
    async def way(database: Database, updates: range) -> None:
        await asyncio.gather(*(person(database, updates[first::AT_ONCE]) for first in range(AT_ONCE)))

    async def person(database: Database, updates: range) -> None:
        for update in updates:
            await each(database, update)

    return way


async def a_tap(database: Database, update: int) -> None:
    await database.transact(tap, update)


async def an_update(database: Database, update: int) -> None:
    """What the bot itself does when somebody taps, but for the sending."""
    person = update % PEOPLE + 1
    number = update + NEW
    raw = inbox.RawUpdate(number, person, "{}")
    await database.transact(inbox.put, 1, BOT, [raw], number + 1, NOW)
    visit = Visit(1, BOT, number, person, person, "Anna", "da", message_id=5, now=NOW)
    await database.transact(turns.take, visit, thank, OWNER)


def thank(tx: Transaction, visit: Visit) -> Reply:
    return Reply(screen=Message(Html("Tak!"), ((Button("Videre", "v1:menu"),),)))


def wait(tx: Transaction, updates: int) -> None:
    tx.connection.execute(sa.insert(tables.inbox), [waiting(number) for number in range(updates)])


def waiting(number: int) -> dict[str, object]:
    return {
        "bot_id": BOT,
        "update_id": number,
        "cluster_id": 1,
        "sender": number % PEOPLE + 1,
        "body": "{}",
        "state": "waiting",
        "received_at": NOW,
    }


def tap(tx: Transaction, update: int) -> None:
    run, person = tx.connection.execute, update % PEOPLE + 1
    run(TICK, {"update": update, "now": NOW})
    run(WHO, {"person": person}).one()
    run(LEARN, {"cluster_id": 1, "person_id": person, "skill": f"skill{update % 20}", "told_at": NOW})
    content = run(WORDS, {"cluster_id": 1, "text": "Tak!", "rows": [], "created_at": NOW}).scalar_one()
    run(ANSWER, answer(update, person, content))


# Put together once: building a statement anew costs as much as running it.
_inbox, _people = tables.inbox.c, tables.people.c
TICK = (
    sa.update(tables.inbox)
    .where(_inbox.bot_id == BOT, _inbox.update_id == sa.bindparam("update"), _inbox.state == "waiting")
    .values(state="done", settled_at=sa.bindparam("now"), body=None, sender=None)
)
WHO = sa.select(tables.people).where(_people.cluster_id == 1, _people.telegram_id == sa.bindparam("person"))
LEARN = insert(tables.person_skills).on_conflict_do_nothing()
WORDS = sa.insert(tables.contents).returning(tables.contents.c.id)
ANSWER = sa.insert(tables.outbox)


def answer(update: int, person: int, content: int) -> dict[str, object]:
    return {
        "cluster_id": 1,
        "bot_id": BOT,
        "person_id": person,
        "chat_id": person,
        "kind": "answer",
        "unique_key": f"answer:{update}:0",
        "act": "send",
        "content_id": content,
        "lane": "answer",
        "state": "sending",
        "not_before": NOW,
        "created_at": NOW,
    }


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000))
