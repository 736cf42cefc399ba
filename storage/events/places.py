"""The places that are offered when somebody says where."""

import sqlalchemy as sa

from domain.events import Place
from storage.tables import events, places
from storage.transaction import Transaction

TWICE, MOST = 2, 40


def all_of(tx: Transaction, cluster_id: int) -> list[Place]:
    """By name."""
    query = sa.select(places).where(places.c.cluster_id == cluster_id).order_by(places.c.name)
    return [Place(row.id, row.name, row.village_id) for row in tx.connection.execute(query)]


def add(tx: Transaction, cluster_id: int, name: str, village_id: int | None = None) -> bool:
    """One more; False when it is there already."""
    return tx.insert_new(places, {"cluster_id": cluster_id, "name": name, "village_id": village_id})


def remember(tx: Transaction, cluster_id: int, name: str) -> None:
    """A place that is used twice is one of the cluster's, while there are not too many."""
    here = sa.select(sa.func.count()).select_from(events)
    times = tx.connection.scalar(here.where(events.c.cluster_id == cluster_id, events.c.place == name)) or 0
    if times >= TWICE and len(all_of(tx, cluster_id)) < MOST:
        add(tx, cluster_id, name)
