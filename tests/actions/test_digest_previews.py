"""Before a digest goes its group's lead may look at it: a cluster at a time, each lead once."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from actions import digest_previews
from domain.digests import PREVIEW
from storage import tables
from storage.database import Database
from storage.transaction import Transaction
from tests.actions.world import ELSEWHERE, HERE, Place, build


def slot(tx: Transaction) -> Any:
    return tx.connection.scalar(sa.select(sa.func.min(tables.digest_plans.c.next_at)))


def shown(tx: Transaction) -> list[int]:
    letters = tables.outbox.c
    query = sa.select(letters.person_id).where(letters.unique_key.startswith("digest-preview:"))
    return sorted(tx.connection.scalars(query))


async def test_each_lead_is_shown_it_once_and_clusters_do_not_wait_for_each_other(database: Database):
    await database.transact(build)
    at = await database.transact(slot) - PREVIEW
    assert not await database.transact(digest_previews.show_leads, at - timedelta(minutes=1))
    parts = []
    while await database.transact(digest_previews.show_leads, at):
        parts.append(await database.transact(shown))
    leads = [Place(HERE).lead, Place(ELSEWHERE).lead]
    assert parts == [leads[:1], leads]
    assert not await database.transact(digest_previews.show_leads, at + timedelta(hours=1))
    assert await database.transact(shown) == leads
