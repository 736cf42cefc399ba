from datetime import UTC, datetime

import sqlalchemy as sa

from storage import tables
from storage.database import Database
from storage.transaction import Transaction

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def found_cluster(tx: Transaction, slug: str) -> None:
    tx.connection.execute(
        sa.insert(tables.clusters),
        {
            "slug": slug,
            "name": slug,
            "municipality": "Ringsted",
            "zone": "Europe/Copenhagen",
            "about": {"da": "Fire landsbyer"},
            "controller": "Foreningen",
            "contact_name": "Karen",
            "created_at": NOW,
        },
    )


def slugs(tx: Transaction) -> set[str]:
    return set(tx.connection.scalars(sa.select(tables.clusters.c.slug)))


async def test_what_is_done_is_kept(database: Database):
    await database.transact(found_cluster, "nord")
    assert await database.transact(slugs) == {"nord"}


async def test_each_test_has_a_database_of_its_own(database: Database):
    assert await database.transact(slugs) == set()
