"""Polls: asked, open, closed."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from domain.audience import Audience
from domain.polls import Poll, PollKind
from storage.prepared import Prepared, Row
from storage.tables import poll_boxes, polls
from storage.transaction import Transaction


def add(tx: Transaction, poll: Poll) -> int:
    """Write down a new poll, with an empty box if its votes go into one; its number."""
    values = {
        "cluster_id": poll.cluster_id,
        "group_id": poll.group_id,
        "audience": str(poll.audience),
        "question": poll.question,
        "kind": poll.kind,
        "answers": list(poll.answers),
        "sensitive": poll.sensitive,
        "made_by": poll.made_by,
        "opened_at": poll.opened_at,
        "closes_at": poll.closes_at,
    }
    number: int = tx.connection.execute(sa.insert(polls).values(values).returning(polls.c.id)).scalar_one()
    if poll.sensitive:
        box = {"voters": 0, "answers": [0] * len(poll.answers)}
        tx.connection.execute(sa.insert(poll_boxes).values(cluster_id=poll.cluster_id, poll_id=number, **box))
    return number


def by_id(tx: Transaction, cluster_id: int, poll_id: int) -> Poll | None:
    """That poll, open or closed."""
    row = _BY_ID.first(tx, cluster=cluster_id, poll=poll_id)
    return None if row is None else _poll(row)


def held(tx: Transaction, cluster_id: int, poll_id: int) -> Poll | None:
    """The same, as it is until this transaction ends: it is not counted before a vote in it is in."""
    row = _HELD.first(tx, cluster=cluster_id, poll=poll_id)
    return None if row is None else _poll(row)


def open_in(tx: Transaction, cluster_id: int, now: datetime) -> list[Poll]:
    """Those that can be voted in, the first to close first."""
    here = (polls.c.cluster_id == cluster_id, polls.c.closed_at.is_(None), polls.c.closes_at > now)
    return sorted(_polls(tx, *here), key=lambda poll: (poll.closes_at, poll.id))


def in_cluster(tx: Transaction, cluster_id: int, group_id: int | None = None) -> list[Poll]:
    """All polls, or those of a group: the newest first."""
    of_group = () if group_id is None else (polls.c.group_id == group_id,)
    return _polls(tx, polls.c.cluster_id == cluster_id, *of_group)[::-1]


def closing(tx: Transaction, now: datetime, without: Collection[int] = ()) -> tuple[int, int] | None:
    """Cluster and number of one that is over and has not been counted, and is none of these."""
    over = (polls.c.closed_at.is_(None), polls.c.closes_at <= now, polls.c.id.not_in(without))
    query = sa.select(polls.c.cluster_id, polls.c.id).where(*over).order_by(polls.c.id).limit(1)
    row = tx.connection.execute(query).one_or_none()
    return None if row is None else (row.cluster_id, row.id)


def next_closing(tx: Transaction, after: datetime) -> datetime | None:
    """When the next one is over."""
    soonest = sa.select(sa.func.min(polls.c.closes_at, type_=polls.c.closes_at.type))
    moment: datetime | None = tx.connection.scalar(
        soonest.where(polls.c.closed_at.is_(None), polls.c.closes_at > after)
    )
    return moment


def set_end(tx: Transaction, poll: Poll, closes_at: datetime) -> bool:
    """Another end; False when it has been counted."""
    still = (polls.c.cluster_id == poll.cluster_id, polls.c.id == poll.id, polls.c.closed_at.is_(None))
    return tx.connection.execute(sa.update(polls).where(*still).values(closes_at=closes_at)).rowcount == 1


def _polls(tx: Transaction, *which: sa.ColumnElement[bool], most: int | None = None) -> list[Poll]:
    query = sa.select(polls).where(*which).order_by(polls.c.id).limit(most)
    return [_poll(row) for row in tx.connection.execute(query)]


def _poll(row: Row) -> Poll:
    return Poll(
        id=row.id,
        cluster_id=row.cluster_id,
        question=row.question,
        kind=PollKind(row.kind),
        answers=tuple(row.answers),
        audience=Audience.read(row.audience),
        sensitive=row.sensitive,
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        made_by=row.made_by,
        group_id=row.group_id,
        closed_at=row.closed_at,
    )


_THIS = (polls.c.cluster_id == sa.bindparam("cluster"), polls.c.id == sa.bindparam("poll"))
_BY_ID = Prepared(sa.select(polls).where(*_THIS))
_HELD = Prepared(sa.select(polls).where(*_THIS).with_for_update(read=True))
