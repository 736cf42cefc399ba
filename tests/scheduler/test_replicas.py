"""Two replicas do the same duties at the same moments: everybody hears once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from domain.clusters import Cluster
from scheduler.clockwork import run_due
from storage import bots, tables
from storage import database as databases
from storage.database import Database
from storage.transaction import Transaction
from tests.crash.village import Village, settle
from tests.fixtures.databases import NOW

VILLAGE = Village(people=12, announcements=0, events=3)
PASSES = 8
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.slow


@pytest.fixture
async def replicas(postgresql_url: str, ringsted_nord: Cluster) -> AsyncIterator[list[Database]]:
    await settle(postgresql_url, ringsted_nord, VILLAGE)
    both = [await databases.open(postgresql_url) for _ in range(2)]
    await both[0].transact(lambda tx: bots.put(tx, bots.Bot(4242, "klynge_bot", 1)))
    yield both
    for one in both:
        await one.close()


def heard(tx: Transaction) -> list[tuple[str, int, int]]:
    """Of each kind: how many letters, and for how many people and reasons."""
    letters = tables.outbox.c
    once = sa.func.concat(letters.chat_id, letters.subject)
    query = sa.select(letters.kind, sa.func.count(), sa.func.count(sa.distinct(once))).group_by(letters.kind)
    return sorted(tuple(row) for row in tx.connection.execute(query))


async def test_one_reminder_one_digest_one_question_each(replicas: list[Database]):
    for number in range(PASSES):
        await asyncio.gather(*(run_due(one, NOW + number * MINUTE) for one in replicas))
    people = VILLAGE.people
    reminders = people * VILLAGE.events
    assert await replicas[0].transact(heard) == [
        ("digest", people, people),
        ("events", reminders, reminders),
        ("news", people, people),
    ]
