"""What is news to whom: everything since the last digest that was really sent."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

import sqlalchemy as sa

from domain.digests import NEWEST, RHYTHMS, Every, Source
from storage.outbox.letters import State
from storage.prepared import Insert, Prepared
from storage.tables import digest_windows, outbox
from storage.transaction import Transaction

ARRIVED = (State.SENT, State.UNKNOWN)
REACHED = (State.PENDING, State.SENDING, *ARRIVED)


def begin(tx: Transaction, cluster_id: int, source: str, now: datetime) -> None:
    """A new source has told nothing yet."""
    for every in RHYTHMS:
        key = {"cluster_id": cluster_id, "source": source, "every": every}
        tx.insert_new(digest_windows, {**key, "since": now - NEWEST})


def since(
    tx: Transaction, cluster_id: int, sources: Collection[Source]
) -> dict[tuple[Source, Every], datetime]:
    """From when on each of them has not been told, by how often it is wanted.

    A slot that was written, but of which no letter got away (we were down too long), counts for nothing.
    """
    rows = _WINDOWS.rows(tx, cluster=cluster_id, sources=[str(source) for source in sources])
    slots = {row.tried for row in rows if row.tried}
    told = {slot for slot in slots if _got_away(tx, cluster_id, slot)}
    return {
        (Source.of(row.source), Every(row.every)): row.tried if row.tried in told else row.since
        for row in rows
    }


def tried(
    tx: Transaction, cluster_id: int, slot: datetime, began: Mapping[tuple[Source, Every], datetime]
) -> None:
    """They are written for that slot, and tell what happened since they `began`."""
    here = {"cluster_id": cluster_id, "tried": slot}
    _TRIED.many(
        tx,
        [
            {**here, "source": str(source), "every": every, "since": at}
            for (source, every), at in began.items()
        ],
    )


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


def _write_over(insert: Callable[[sa.Table], Insert]) -> Insert:
    new = insert(digest_windows)
    values = {"since": new.excluded.since, "tried": new.excluded.tried}
    return new.on_conflict_do_update(index_elements=list(digest_windows.primary_key), set_=values)


_TRIED = Prepared(_write_over)
_WINDOWS = Prepared(
    sa.select(digest_windows).where(
        digest_windows.c.cluster_id == sa.bindparam("cluster"),
        digest_windows.c.source.in_(sa.bindparam("sources", expanding=True)),
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
