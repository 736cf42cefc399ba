"""What is news to whom: everything since the last digest that was really sent."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from domain.digests import NEWEST, RHYTHMS, Every, Plan
from storage.outbox.letters import State
from storage.prepared import Prepared
from storage.tables import digest_windows, outbox
from storage.transaction import Transaction

ARRIVED = (State.SENT, State.UNKNOWN)
REACHED = (State.PENDING, State.SENDING, *ARRIVED)


def begin(tx: Transaction, cluster_id: int, source: str, now: datetime) -> None:
    """A new source has told nothing yet."""
    for every in RHYTHMS:
        key = {"cluster_id": cluster_id, "source": source, "every": every}
        tx.insert_new(digest_windows, {**key, "since": now - NEWEST})


def since(tx: Transaction, plan: Plan, every: Every) -> datetime:
    """From when on it has not been told.

    A slot that was written, but of which no letter got away (we were down too long), counts for nothing.
    """
    (row,) = _WINDOW.rows(tx, cluster=plan.cluster_id, source=str(plan.source), every=every)
    told: datetime = row.tried if row.tried and _got_away(tx, plan.cluster_id, row.tried) else row.since
    return told


def tried(tx: Transaction, plan: Plan, every: Every, began: datetime) -> None:
    """It is written for that slot, and tells what happened since `began`."""
    key = {"cluster_id": plan.cluster_id, "source": str(plan.source), "every": every}
    tx.insert_or_update(digest_windows, key, {"since": began, "tried": plan.next_at})


def settle(tx: Transaction) -> None:
    """What was sent stays told: the letters that show it are forgotten after a month, and this is not."""
    open_ = sa.select(digest_windows.c.cluster_id, digest_windows.c.tried)
    for row in tx.connection.execute(open_.where(digest_windows.c.tried.is_not(None)).distinct()).all():
        if _got_away(tx, row.cluster_id, row.tried, ARRIVED):
            same = (digest_windows.c.cluster_id == row.cluster_id, digest_windows.c.tried == row.tried)
            told = sa.update(digest_windows).where(*same).values(since=row.tried, tried=None)
            tx.connection.execute(told)


def _got_away(tx: Transaction, cluster_id: int, slot: datetime, states: Collection[State] = REACHED) -> bool:
    some = _LETTER.first(tx, cluster=cluster_id, subject=subject(slot), states=list(states))
    return some is not None


def subject(slot: datetime) -> str:
    """What the letters of that slot are about."""
    return f"digest:{slot:%Y%m%d%H%M}"


_WINDOW = Prepared(
    sa.select(digest_windows).where(
        digest_windows.c.cluster_id == sa.bindparam("cluster"),
        digest_windows.c.source == sa.bindparam("source"),
        digest_windows.c.every == sa.bindparam("every"),
    )
)
_LETTER = Prepared(
    sa.select(outbox.c.id)
    .where(
        outbox.c.cluster_id == sa.bindparam("cluster"),
        outbox.c.subject == sa.bindparam("subject"),
        outbox.c.state.in_(sa.bindparam("states", expanding=True)),
    )
    .limit(1)
)
