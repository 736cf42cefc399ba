"""Setting a cluster up."""

from dataclasses import dataclass, fields
from datetime import datetime

from actions.sign_up import LINK
from domain.clusters import Cluster, Village
from storage import bots, clusters
from storage.transaction import Transaction

TOLD = tuple(one.name for one in fields(Cluster) if one.name not in {"id", "slug", "villages"})
"""What a file tells about the cluster itself."""


@dataclass(frozen=True)
class Change:
    """What an import does to the database: what it says otherwise about the cluster, by the names of our
    fields, and village names, by what happens to them.
    """

    new: bool
    added: tuple[str, ...]
    changed: tuple[str, ...]
    unnamed: tuple[str, ...]
    told: tuple[str, ...] = ()


def all_new(wanted: Cluster) -> Change:
    """What putting it into an empty database would change."""
    return Change(new=True, added=tuple(v.name for v in wanted.villages), changed=(), unnamed=())


def compare(tx: Transaction, wanted: Cluster) -> Change:
    """What putting this cluster would change; nothing is written."""
    known = clusters.id_of(tx, wanted.slug)
    if known is None:
        return all_new(wanted)
    now = clusters.by_id(tx, known)
    there = {village.slug: village for village in now.villages}
    here = {village.slug: village for village in wanted.villages}
    return Change(
        new=False,
        added=tuple(v.name for slug, v in here.items() if slug not in there),
        changed=tuple(v.name for slug, v in here.items() if slug in there and not v.same_as(there[slug])),
        unnamed=tuple(v.name for slug, v in there.items() if slug not in here),
        told=tuple(name for name in TOLD if getattr(wanted, name) != getattr(now, name)),
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
