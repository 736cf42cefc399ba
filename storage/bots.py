"""The bots of this installation, each bound to one cluster."""

from collections.abc import Sequence

import sqlalchemy as sa

from storage import clusters
from storage.tables import bots
from storage.transaction import Transaction


class NoCluster(Exception):
    """There is nobody to speak for yet."""


class WhichCluster(Exception):
    """There are several clusters, and this bot is bound to none of them."""


def bind(tx: Transaction, bot_id: int, username: str) -> int:
    """The number of the bot's cluster; a new bot gets the only one there is.

    Raises NoCluster and WhichCluster.
    """
    known: int | None = tx.connection.scalar(sa.select(bots.c.cluster_id).where(bots.c.id == bot_id))
    if known is not None:
        renamed = sa.update(bots).where(bots.c.id == bot_id, bots.c.username != username)
        tx.connection.execute(renamed.values(username=username))
        return known
    cluster_id = _only(clusters.ids(tx))
    tx.connection.execute(sa.insert(bots).values(id=bot_id, cluster_id=cluster_id, username=username))
    return cluster_id


def ids(tx: Transaction) -> Sequence[int]:
    """Every bot that was ever started here."""
    return tx.connection.scalars(sa.select(bots.c.id).order_by(bots.c.id)).all()


def clusters_served(tx: Transaction) -> list[tuple[int, str]]:
    """The cluster and the user name of each bot."""
    query = sa.select(bots.c.cluster_id, bots.c.username).order_by(bots.c.id)
    return [(row.cluster_id, row.username) for row in tx.connection.execute(query)]


def of_cluster(tx: Transaction, cluster_id: int) -> int | None:
    """The bot that speaks for a cluster where nobody has spoken to one; None when it has none yet."""
    query = sa.select(sa.func.min(bots.c.id)).where(bots.c.cluster_id == cluster_id)
    bot_id: int | None = tx.connection.scalar(query)
    return bot_id


def _only(there_are: Sequence[int]) -> int:
    if not there_are:
        raise NoCluster
    if len(there_are) > 1:
        raise WhichCluster
    return there_are[0]
