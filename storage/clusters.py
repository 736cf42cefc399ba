"""The cluster and its villages."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from domain.clusters import Cluster, Contact, Village
from storage.prepared import Prepared, Row
from storage.tables import bots, clusters, villages
from storage.transaction import Transaction

UNNAMED = ""
"""The short name of a cluster that nobody has set up yet; no file can have it."""


def by_id(tx: Transaction, cluster_id: int) -> Cluster:
    """The cluster with its villages: in their file's order, and what a later file added comes last."""
    rows = _BY_ID.rows(tx, cluster=cluster_id)
    row = rows[0]
    return Cluster(
        id=row.id,
        slug=row.slug,
        name=row.name,
        municipality=row.municipality,
        zone=row.zone,
        controller=row.controller,
        contact=Contact(row.contact_name, row.contact_phone, row.contact_email),
        website=row.website,
        about=row.about,
        villages=tuple(_village(one) for one in rows if one.village_id is not None),
    )


def zone(tx: Transaction, cluster_id: int) -> str:
    """Its IANA zone, without a look at its villages."""
    found: str = _ZONE.scalar(tx, cluster=cluster_id)
    return found


def id_of(tx: Transaction, slug: str) -> int | None:
    """The number of the cluster with that short name."""
    return tx.connection.execute(sa.select(clusters.c.id).where(clusters.c.slug == slug)).scalar()


def ids(tx: Transaction) -> list[int]:
    """Every cluster of this installation."""
    return list(tx.connection.execute(sa.select(clusters.c.id).order_by(clusters.c.id)).scalars())


def slugs(tx: Transaction) -> list[str]:
    """The short names that are taken."""
    return list(tx.connection.execute(sa.select(clusters.c.slug)).scalars())


def make_unnamed(tx: Transaction, zone: str, now: datetime) -> int:
    """A cluster that somebody will set up in the chat; its number. There is one such cluster at most."""
    blank = dict.fromkeys(("slug", "name", "municipality", "controller", "contact_name"), UNNAMED)
    row = {**blank, "zone": zone, "about": {}, "created_at": now}
    number: int = tx.connection.execute(sa.insert(clusters).values(row).returning(clusters.c.id)).scalar_one()
    return number


def name(tx: Transaction, cluster: Cluster) -> bool:
    """Give the unnamed cluster of that number its name and all; False when somebody did already."""
    blank = (clusters.c.id == cluster.id, clusters.c.slug == UNNAMED)
    values = {"slug": cluster.slug, **_values(cluster)}
    return tx.connection.execute(sa.update(clusters).where(*blank).values(values)).rowcount == 1


def put(tx: Transaction, cluster: Cluster, now: datetime) -> int:
    """Write a cluster as its file has it, new or again; its number. `put_villages` does the villages.

    One that nobody has named yet becomes this one: its bot is bound to it already.
    """
    values = {"slug": cluster.slug, **_values(cluster)}
    known = id_of(tx, cluster.slug) or id_of(tx, UNNAMED)
    if known is not None:
        tx.connection.execute(sa.update(clusters).where(clusters.c.id == known).values(values))
        return known
    statement = sa.insert(clusters).values({**values, "created_at": now})
    number: int = tx.connection.execute(statement.returning(clusters.c.id)).scalar_one()
    return number


def put_villages(tx: Transaction, cluster_id: int, wanted: Sequence[Village]) -> None:
    """Write the villages as the file has them; one that the file no longer names stays, with its people."""
    known = {village.slug: village.id for village in by_id(tx, cluster_id).villages}
    for village in wanted:
        values = {
            "name": village.name,
            "inhabitants": village.inhabitants,
            "also_called": list(village.also_called),
            "council": village.council,
        }
        if village.slug in known:
            here = (villages.c.cluster_id == cluster_id, villages.c.slug == village.slug)
            tx.connection.execute(sa.update(villages).where(*here).values(values))
        else:
            new = {"cluster_id": cluster_id, "slug": village.slug, **values}
            tx.connection.execute(sa.insert(villages).values(new))


def bot_name(tx: Transaction, cluster_id: int, bot_id: int) -> str:
    """The bot's user name at Telegram, without @."""
    query = sa.select(bots.c.username).where(bots.c.id == bot_id, bots.c.cluster_id == cluster_id)
    name: str = tx.connection.execute(query).scalar_one()
    return name


def _values(cluster: Cluster) -> dict[str, object]:
    return {
        "name": cluster.name,
        "municipality": cluster.municipality,
        "zone": cluster.zone,
        "about": dict(cluster.about),
        "controller": cluster.controller,
        "contact_name": cluster.contact.name,
        "contact_phone": cluster.contact.phone,
        "contact_email": cluster.contact.email,
        "website": cluster.website,
    }


def _village(row: Row) -> Village:
    return Village(
        id=row.village_id,
        slug=row.village_slug,
        name=row.village_name,
        inhabitants=row.village_inhabitants,
        also_called=tuple(row.village_also_called),
        council=row.village_council,
    )


_BY_ID = Prepared(
    sa.select(clusters, *(column.label(f"village_{column.name}") for column in villages.c))
    .join_from(clusters, villages, isouter=True)
    .where(clusters.c.id == sa.bindparam("cluster"))
    .order_by(villages.c.id)
)
_ZONE = Prepared(sa.select(clusters.c.zone).where(clusters.c.id == sa.bindparam("cluster")))
