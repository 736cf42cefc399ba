"""The bots of this installation, each bound to one cluster."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage import clusters
from storage.tables import bots
from storage.transaction import Transaction


class NoCluster(Exception):
    """There is nobody to speak for yet."""


class WhichCluster(Exception):
    """This bot is bound to no cluster, and it may be for several, or for one that is not there yet."""


class Disabled(Exception):
    """Whoever runs the installation does not want this bot served."""


@dataclass(frozen=True)
class Bot:
    """One bot of the installation; its token is not here."""

    id: int
    username: str
    cluster_id: int
    disabled_at: datetime | None = None
    alive_at: datetime | None = None


def bind(tx: Transaction, bot_id: int, username: str, beside: Collection[int] = ()) -> int:
    """The number of the bot's cluster; a new bot gets the only one there is.

    But not where one of those `beside` it speaks for that: which the new one is for, nobody has said, and a
    bot never changes its cluster. Raises NoCluster, WhichCluster and Disabled.
    """
    row = tx.connection.execute(
        sa.select(bots.c.cluster_id, bots.c.disabled_at).where(bots.c.id == bot_id)
    ).first()
    cluster_id = int(row.cluster_id) if row is not None else _only(clusters.ids(tx))
    if row is not None and row.disabled_at is not None:
        raise Disabled
    if row is None and any(one.cluster_id == cluster_id for one in everyone(tx) if one.id in beside):
        raise WhichCluster
    put(tx, Bot(bot_id, username, cluster_id))
    return cluster_id


def put(tx: Transaction, bot: Bot) -> None:
    """Write it as it is, new or again. A bot never changes its cluster: people told that one."""
    values = {"username": bot.username, "disabled_at": bot.disabled_at}
    known = sa.update(bots).where(bots.c.id == bot.id, bots.c.cluster_id == bot.cluster_id).values(values)
    if not tx.connection.execute(known).rowcount:
        tx.connection.execute(sa.insert(bots).values(id=bot.id, cluster_id=bot.cluster_id, **values))


def everyone(tx: Transaction) -> list[Bot]:
    """Every bot that was ever added or started here."""
    columns = (bots.c.id, bots.c.username, bots.c.cluster_id, bots.c.disabled_at, bots.c.alive_at)
    query = sa.select(*columns).order_by(bots.c.id)
    return [Bot(*row) for row in tx.connection.execute(query)]


def ids(tx: Transaction) -> Sequence[int]:
    """Every bot that was ever started here."""
    return tx.connection.scalars(sa.select(bots.c.id).order_by(bots.c.id)).all()


def clusters_served(tx: Transaction) -> list[tuple[int, str]]:
    """The cluster and the user name of each bot."""
    query = sa.select(bots.c.cluster_id, bots.c.username).order_by(bots.c.id)
    return [(row.cluster_id, row.username) for row in tx.connection.execute(query)]


def of_cluster(tx: Transaction, cluster_id: int) -> int | None:
    """The bot that speaks for a cluster where nobody has spoken to one; None when it has none yet.

    One that is served, where there is one.
    """
    query = sa.select(bots.c.id).where(bots.c.cluster_id == cluster_id)
    bot_id: int | None = tx.connection.scalar(
        query.order_by(bots.c.disabled_at.is_not(None), bots.c.id).limit(1)
    )
    return bot_id


def beat(tx: Transaction, bot_ids: Collection[int], now: datetime) -> None:
    """These are served, and the database can be written: that is what this row says."""
    tx.connection.execute(sa.update(bots).where(bots.c.id.in_(bot_ids)).values(alive_at=now))


def _only(there_are: Sequence[int]) -> int:
    if not there_are:
        raise NoCluster
    if len(there_are) > 1:
        raise WhichCluster
    return there_are[0]
