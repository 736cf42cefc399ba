"""A lead's line that is written in the moment in which the clock writes is in that digest or in the next."""

import asyncio
import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from actions import digest_previews, digests
from actions.scene import Scene
from storage import digests as kept
from storage import tables
from storage.database import Database
from storage.transaction import Transaction
from tests.actions.world import DIGEST_AT, HERE, Place, build, visit
from tests.fixtures.patience import eventually

NORD = Place(HERE)
WEEK = timedelta(days=7)


def adds_a_line(tx: Transaction, now: datetime) -> None:
    here = replace(visit(tx, "lead", NORD, NORD), now=now)
    said = {"group": str(NORD.group), "slot": now.isoformat(), "digest_line": "Husk kabler"}
    digest_previews._put_line(Scene.of(tx, here), said)


def told(tx: Transaction) -> bool:
    texts = tx.connection.scalars(sa.select(tables.contents.c.text).join(tables.outbox))
    return any("Husk kabler" in text for text in texts)


async def all_is_sent(database: Database, now: datetime) -> None:
    for duty in (digests.write, digests.gather):
        while await database.transact(duty, now):
            pass


@pytest.fixture
def about_to_write(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """With PostgreSQL others get in between for a moment, before the line is written."""
    put, here = kept.put_line, threading.Event()

    def puts(tx: Transaction, *arguments: object) -> None:
        if tx.connection.dialect.name == "postgresql":
            here.set()
            tx.connection.execute(sa.text("SELECT pg_sleep(0.5)"))
        put(tx, *arguments)
        here.set()

    monkeypatch.setattr(kept, "put_line", puts)
    return here


async def test_a_line_that_is_written_while_the_clock_writes_is_not_lost(
    database: Database, about_to_write: threading.Event
):
    await database.transact(build)
    adding = asyncio.create_task(database.transact(adds_a_line, DIGEST_AT))
    await eventually(about_to_write.is_set)
    await all_is_sent(database, DIGEST_AT)
    await adding
    await all_is_sent(database, DIGEST_AT + WEEK)
    assert await database.transact(told)
