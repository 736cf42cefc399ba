"""A cluster with people, made quickly, for the benchmarks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from domain.audience import CLUSTER
from domain.polls import YES_NO, Poll, PollKind
from storage import database as databases
from storage import migrations, polls, tables
from storage.transaction import Transaction
from storage.types import Instant

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BOT = 7000000001
AT_ONCE = 10_000


@dataclass
class Clock:
    """Stands still: what is due stays due."""

    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment


async def made(url: str, people: int) -> None:
    """The tables, one cluster with one bot and one village, and so many people."""
    await migrations.upgrade(url, NOW)
    database = await databases.open(url)
    await database.transact(_found)
    for first in range(0, people, AT_ONCE):
        await database.transact(_move_in, range(first + 1, min(first + AT_ONCE, people) + 1))
    await database.close()


async def with_poll(url: str, people: int) -> int:
    """The same with a poll that all may vote in; its number."""
    await made(url, people)
    database = await databases.open(url)
    poll = await database.transact(ask)
    await database.close()
    return poll


def _found(tx: Transaction) -> None:
    run = tx.connection.execute
    words = dict.fromkeys(("slug", "name", "municipality", "controller", "contact_name"), "nord")
    run(
        sa.insert(tables.clusters),
        {"id": 1, "zone": "Europe/Copenhagen", "about": {}, "created_at": NOW, **words},
    )
    run(sa.insert(tables.bots), {"id": BOT, "cluster_id": 1, "username": "klynge_bot"})
    village = {"id": 1, "cluster_id": 1, "slug": "v", "name": "V", "also_called": [], "inhabitants": 1}
    run(sa.insert(tables.villages), village)


def _move_in(tx: Transaction, numbers: range) -> None:
    tx.connection.execute(sa.insert(tables.people), [neighbour(number) for number in numbers])


def neighbour(number: int) -> dict[str, object]:
    """Number and chat are the same."""
    return {
        "id": number,
        "cluster_id": 1,
        "telegram_id": number,
        "first_name": "Anna",
        "language": "da",
        "village_id": 1,
        "sixteen_on": NOW.date(),
        "joined_at": NOW,
        "seen_at": NOW,
        "free_times": [],
    }


def ask(tx: Transaction) -> int:
    """A poll for everybody; its number."""
    ends = NOW + timedelta(days=3)
    asked = Poll(
        0, 1, "Hvad?", PollKind.SINGLE, YES_NO, CLUSTER, sensitive=False, opened_at=NOW, closes_at=ends
    )
    return polls.add(tx, asked)


def owe(tx: Transaction, letters: int, text: str, buttons: Sequence[tuple[str, str]]) -> None:
    """The same words to the first so many people, in the lane for the many."""
    rows = [[{"label": label, "data": data}] for label, data in buttons]
    words = sa.insert(tables.contents).values(cluster_id=1, text=text, rows=rows, created_at=NOW)
    content = tx.connection.execute(words.returning(tables.contents.c.id)).scalar_one()
    tx.connection.execute(copies(letters, content))


def copies(letters: int, content: int, key: str = "benchmark") -> sa.Insert:
    """The raw INSERT ... SELECT that a mass send cannot be faster than."""
    row = {
        "cluster_id": 1,
        "bot_id": BOT,
        "kind": "news",
        "unique_key": key,
        "act": "send",
        "content_id": content,
        "lane": "mass",
        "state": "pending",
        "attempts": 0,
        "copies": 0,
    }
    people = tables.people.c
    values = [sa.literal(value).label(name) for name, value in row.items()]
    moments = [sa.literal(NOW, Instant).label(name) for name in ("not_before", "created_at")]
    whom = (people.id.label("person_id"), people.telegram_id.label("chat_id"))
    some = (
        sa.select(*values, *moments, *whom).where(people.cluster_id == 1).order_by(people.id).limit(letters)
    )
    names = [*row, "not_before", "created_at", "person_id", "chat_id"]
    return sa.insert(tables.outbox).from_select(names, some, include_defaults=False)


def sent(tx: Transaction) -> int:
    """How many letters arrived, as the database says."""
    arrived = sa.select(sa.func.count()).select_from(tables.outbox).where(tables.outbox.c.state == "sent")
    return tx.connection.execute(arrived).scalar_one()


def counted(tx: Transaction) -> dict[str, int]:
    """What there is once all is settled: votes, letters that arrived, and what is not done."""
    ballots, inbox, outbox = tables.ballots, tables.inbox, tables.outbox
    under_way = outbox.c.state.in_(("pending", "sending"))
    asked = {
        "votes": sa.select(sa.func.count()).select_from(ballots),
        "sent": sa.select(sa.func.count()).select_from(outbox).where(outbox.c.state == "sent"),
        "not settled": sa.select(sa.func.count()).select_from(outbox).where(under_way),
        "not ticked": sa.select(sa.func.count()).select_from(inbox).where(inbox.c.state != "done"),
    }
    return {name: tx.connection.execute(query).scalar_one() for name, query in asked.items()}
