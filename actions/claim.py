"""The one who runs the bot hands the cluster over to the first member of its steering group, by a link."""

from collections.abc import Collection
from datetime import datetime

from domain.clusters import ZONE
from domain.people import Role
from domain.roles import CLAIM, CLAIM_FOR
from storage import bots, clusters, invitations, roles
from storage.transaction import Transaction


def bind(tx: Transaction, bot_id: int, username: str, now: datetime, beside: Collection[int] = ()) -> int:
    """The number of the bot's cluster; where there is none at all, one that is to be set up in the chat.

    `beside` are the other bots that are served with it. Raises `storage.bots.WhichCluster`.
    """
    if not clusters.ids(tx):
        clusters.make_unnamed(tx, ZONE, now)
    return bots.bind(tx, bot_id, username, beside)


def link(tx: Transaction, cluster_id: int, bot_id: int, now: datetime) -> str | None:
    """A new link in place of any earlier one, while nobody is in the steering group; None otherwise."""
    if roles.is_led(tx, cluster_id):
        return None
    invitations.drop(tx, cluster_id, None, now)
    token = invitations.make(tx, cluster_id, Role.STEERING, None, now + CLAIM_FOR)
    return f"https://t.me/{clusters.bot_name(tx, cluster_id, bot_id)}?start={CLAIM}{token}"
