"""What whoever runs the installation decides about its bots. Nobody in a chat can."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from actions import claim
from domain.clusters import ZONE
from storage import bots, clusters
from storage.transaction import Transaction


class CannotAdd(Exception):
    """The message says why."""


@dataclass(frozen=True)
class BotHere:
    """A bot as its operator sees it; `cluster` is a name."""

    id: int
    username: str
    cluster: str
    disabled: bool


def add(tx: Transaction, bot_id: int, username: str, slug: str | None, now: datetime) -> str | None:
    """Let the bot speak for the cluster of that short name, or for one that nobody has set up yet.

    Gives back a link to lead the cluster, None when it is led. Raises CannotAdd.
    """
    known = next((one for one in bots.everyone(tx) if one.id == bot_id), None)
    cluster_id = clusters.id_of(tx, slug.lower()) if slug else known.cluster_id if known else _new(tx, now)
    if cluster_id is None:
        there = (
            ", ".join(filter(None, clusters.slugs(tx))) or "none yet; one is made by klyngebot cluster import"
        )
        raise CannotAdd(f"There is no cluster {slug}. There are: {there}")
    if known is not None and known.cluster_id != cluster_id:
        raise CannotAdd(
            f"@{username} speaks for another cluster, and people told that one what they told it. "
            "For this one, make another bot at @BotFather."
        )
    bots.put(tx, bots.Bot(bot_id, username, cluster_id))
    return claim.link(tx, cluster_id, bot_id, now)


def bots_here(tx: Transaction) -> Sequence[BotHere]:
    """Every bot that was ever added or started here."""
    return [
        BotHere(
            one.id, one.username, clusters.by_id(tx, one.cluster_id).name or "a new cluster",
            one.disabled_at is not None,
        )
        for one in bots.everyone(tx)
    ]  # fmt: skip


def disable(tx: Transaction, username: str, now: datetime) -> bool:
    """False when there is no such bot."""
    found = [one for one in bots.everyone(tx) if one.username.lower() == username.lower()]
    for one in found:
        bots.put(tx, bots.Bot(one.id, one.username, one.cluster_id, now))
    return bool(found)


def _new(tx: Transaction, now: datetime) -> int:
    """There is one such cluster at most; while it waits to be set up, no bot but its own may have it."""
    waiting = clusters.id_of(tx, clusters.UNNAMED)
    if waiting is None:
        return clusters.make_unnamed(tx, ZONE, now)
    if bots.of_cluster(tx, waiting) is not None:
        raise CannotAdd("Another new cluster waits to be set up in its chat; do that first.")
    return waiting
