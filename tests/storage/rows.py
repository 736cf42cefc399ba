"""Small actions that the tests of the database itself do."""

import threading
from datetime import UTC, datetime

import sqlalchemy as sa

from storage import tables
from storage.transaction import Transaction

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def found(tx: Transaction, slug: str, about: str = "") -> None:
    """A new cluster: the one table that needs no other."""
    words = dict.fromkeys(("name", "municipality", "zone", "controller", "contact_name"), slug)
    values = {"slug": slug, "about": {"da": about}, "created_at": NOW, **words}
    tx.connection.execute(sa.insert(tables.clusters), values)


def found_and_fail(tx: Transaction, slug: str, error: BaseException) -> None:
    found(tx, slug)
    raise error


def slugs(tx: Transaction) -> set[str]:
    return set(tx.connection.scalars(sa.select(tables.clusters.c.slug)))


def hold(_: Transaction, begun: threading.Event, gate: threading.Event) -> None:
    """Keep SQLite's writer busy until the gate opens."""
    begun.set()
    assert gate.wait(5)


def found_behind(tx: Transaction, slug: str, begun: threading.Event, gate: threading.Event) -> None:
    found(tx, slug)
    hold(tx, begun, gate)
