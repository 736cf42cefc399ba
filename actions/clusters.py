"""Setting a cluster up."""

from dataclasses import dataclass
from datetime import datetime

from actions.sign_up import LINK
from domain.clusters import Cluster, Village
from storage import bots, clusters
from storage.transaction import Transaction


@dataclass(frozen=True)
class Change:
    """What an import does to the database: village names, by what happens to them."""

    new: bool
    added: tuple[str, ...]
    changed: tuple[str, ...]
    unnamed: tuple[str, ...]


def compare(tx: Transaction, wanted: Cluster) -> Change:
    """What putting this cluster would change; nothing is written."""
    known = clusters.id_of(tx, wanted.slug)
    if known is None:
        return Change(new=True, added=tuple(v.name for v in wanted.villages), changed=(), unnamed=())
    there = {village.slug: village for village in clusters.by_id(tx, known).villages}
    here = {village.slug: village for village in wanted.villages}
    return Change(
        new=False,
        added=tuple(v.name for slug, v in here.items() if slug not in there),
        changed=tuple(v.name for slug, v in here.items() if slug in there and not v.same_as(there[slug])),
        unnamed=tuple(v.name for slug, v in there.items() if slug not in here),
    )


def links(tx: Transaction) -> list[tuple[Village, str]]:
    """Each village of each cluster that has a bot, and the address that signs people up there."""
    served = bots.clusters_served(tx)
    return [link for cluster_id, username in served for link in _links(tx, cluster_id, username)]


def links_of(tx: Transaction, cluster_id: int) -> list[tuple[Village, str]]:
    """The same for one cluster."""
    return [
        link
        for served, username in bots.clusters_served(tx)
        if served == cluster_id
        for link in _links(tx, cluster_id, username)
    ]


def _links(tx: Transaction, cluster_id: int, username: str) -> list[tuple[Village, str]]:
    villages = clusters.by_id(tx, cluster_id).villages
    return [(village, f"https://t.me/{username}?start={LINK}{village.slug}") for village in villages]


def put(tx: Transaction, wanted: Cluster, now: datetime) -> int:
    """Write the cluster and its villages, new or again; its number."""
    cluster_id = clusters.put(tx, wanted, now)
    clusters.put_villages(tx, cluster_id, wanted.villages)
    return cluster_id
