"""Taking letters back, letting them grow old, and what a human should look at."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from domain.message import Html
from domain.people import Person
from storage.outbox.letters import UNDER_WAY, State
from storage.outbox.settling import discard, drop_contents
from storage.prepared import Prepared, Row
from storage.tables import bots, contents, outbox
from storage.tables.post import IN_DOUBT
from storage.transaction import Transaction

AT_ONCE = 1000
"""Rows a clean-up takes in one transaction, so that nobody waits for it."""


def cancel(tx: Transaction, cluster_id: int, unique_key: str, now: datetime) -> int:
    """The reason is gone: what still waits for it is not sent. What is on its way is."""
    return _discarded(tx, _CANCEL.rows(tx, cluster=cluster_id, key=unique_key, now=now))


def cancel_about(
    tx: Transaction, cluster_id: int, subject: str, now: datetime, person_id: int | None = None
) -> int:
    """What it is about is no longer so: nothing that waits about it is sent, or nothing to that person."""
    about = {"cluster": cluster_id, "about": subject, "now": now}
    rows = _ABOUT.rows(tx, **about) if person_id is None else _ABOUT_ONE.rows(tx, **about, person=person_id)
    return _discarded(tx, rows)


def want_again(
    tx: Transaction, cluster_id: int, subject: str, person_id: int, cancelled_at: datetime
) -> None:
    """`cancel_about` for that person was a mistake: what it took back at that moment waits again."""
    theirs = (outbox.c.cluster_id == cluster_id, outbox.c.subject == subject, outbox.c.person_id == person_id)
    then = (outbox.c.state == State.CANCELLED, outbox.c.settled_at == cancelled_at)
    again = sa.update(outbox).where(*theirs, *then).values(state=State.PENDING, settled_at=None)
    tx.connection.execute(again)


def take_back(tx: Transaction, cluster_id: int, unique_key: str, now: datetime) -> int | None:
    """What it says is to be known no longer: it is not sent; where it has been, our copy is emptied.

    Gives back the message in the reader's chat, None when there is none that we know of.
    """
    cancel(tx, cluster_id, unique_key, now)
    settled = (
        outbox.c.cluster_id == cluster_id,
        outbox.c.unique_key == unique_key,
        outbox.c.settled_at.is_not(None),
    )
    rows = tx.connection.execute(sa.select(outbox.c.content_id, outbox.c.message_id).where(*settled)).all()
    theirs = (contents.c.cluster_id == cluster_id, contents.c.id.in_([row.content_id for row in rows]))
    tx.connection.execute(sa.update(contents).where(*theirs).values(text="", rows=[]))
    return next((row.message_id for row in rows if row.message_id is not None), None)


def unwrite_late(
    tx: Transaction, cluster_id: int, subject: str, unique_keys: Collection[str], now: datetime, most: int
) -> set[int]:
    """What came too late, and never left us, is as if it had not been written; whose it was, at `most`."""
    late = sa.and_(outbox.c.state == State.PENDING, outbox.c.not_after < now)
    which = (
        outbox.c.cluster_id == cluster_id,
        outbox.c.subject == subject,
        outbox.c.unique_key.in_(unique_keys),
        sa.or_(outbox.c.state == State.EXPIRED, late),
        outbox.c.copies == 0,
    )
    some = sa.select(outbox.c.id).where(*which).order_by(outbox.c.id).limit(most)
    # Asked again of each, or one that is just being taken into hand would be unwritten while it is sent.
    gone = sa.delete(outbox).where(outbox.c.id.in_(some), *which)
    rows = tx.connection.execute(gone.returning(outbox.c.person_id, outbox.c.content_id)).all()
    drop_contents(tx, sorted({row.content_id for row in rows}))
    return {row.person_id for row in rows}


def late_about(tx: Transaction, cluster_id: int, subjects: Collection[str], now: datetime) -> frozenset[str]:
    """About which of these there are letters that came too late, and never left us."""
    if not subjects:
        return frozenset()
    expired = _EXPIRED.rows(tx, cluster=cluster_id, subjects=sorted(subjects))
    late = _LATE.rows(tx, cluster=cluster_id, now=now)
    return frozenset(row.subject for row in (*expired, *late)) & frozenset(subjects)


def expire(tx: Transaction, bot_id: int, now: datetime) -> int:
    """What came too late to be of use, also while nothing could be sent; a thousand at most. How many."""
    late = (outbox.c.bot_id == bot_id, outbox.c.state == State.PENDING, outbox.c.not_after < now)
    some = sa.select(outbox.c.id).where(*late).limit(AT_ONCE)
    expired = sa.update(outbox).where(outbox.c.id.in_(some), outbox.c.state == State.PENDING)
    values = expired.values(state=State.EXPIRED, settled_at=now).returning(outbox.c.id, outbox.c.person_id)
    return _discarded(tx, tx.connection.execute(values).all())


def _discarded(tx: Transaction, rows: Sequence[Row]) -> int:
    discard(tx, [row.id for row in rows if row.person_id is None])
    return len(rows)


def forget(tx: Transaction, before: datetime) -> int:
    """Take away letters settled before then, and the words nobody's letter holds; a thousand at most.

    Gives back how many, so that the caller can come again until there are none.
    """
    old = sa.select(outbox.c.id).where(outbox.c.settled_at < before).limit(AT_ONCE)
    gone = sa.delete(outbox).where(outbox.c.id.in_(old)).returning(outbox.c.content_id)
    words = tx.connection.execute(gone).scalars().all()
    drop_contents(tx, sorted(set(words)))
    return len(words)


def next_due(tx: Transaction, after: datetime) -> datetime | None:
    """The first moment after then at which a letter may go; for a clock that jumps."""
    waiting = (outbox.c.state == State.PENDING, outbox.c.not_before > after)
    at: datetime | None = tx.connection.scalar(sa.select(sa.func.min(outbox.c.not_before)).where(*waiting))
    return at


def is_owed(tx: Transaction, person: Person, unique_key: str) -> bool:
    """Whether that letter still waits, or waited until it was too late."""
    theirs = (outbox.c.cluster_id == person.cluster_id, outbox.c.chat_id == person.telegram_id)
    open_ = outbox.c.state.in_((*UNDER_WAY, State.EXPIRED))
    query = sa.select(outbox.c.id).where(*theirs, outbox.c.unique_key == unique_key, open_).limit(1)
    return tx.connection.scalar(query) is not None


@dataclass(frozen=True)
class Trouble:
    """A letter that did not arrive, or of which we do not know it."""

    letter_id: int
    person_id: int | None
    kind: str
    state: State
    error: str | None
    text: Html
    settled_at: datetime


def waiting(tx: Transaction, cluster_id: int, now: datetime) -> int:
    """Letters that are due and have not gone."""
    due = (outbox.c.cluster_id == cluster_id, outbox.c.state == State.PENDING, outbox.c.not_before <= now)
    return _count(tx, *due)


def how_many_troubles(tx: Transaction, cluster_id: int) -> int:
    """Letters that a human should look at, of the last month."""
    return _count(tx, outbox.c.cluster_id == cluster_id, IN_DOUBT)


def _count(tx: Transaction, *which: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count()).select_from(outbox).where(*which)
    return int(tx.connection.execute(query).scalar_one())


def troubles(tx: Transaction, cluster_id: int, most: int = 50) -> Sequence[Trouble]:
    """What a human should look at, the newest first."""
    query = (
        sa.select(outbox, contents.c.text)
        .join(contents)
        .where(outbox.c.cluster_id == cluster_id, IN_DOUBT)
        .order_by(outbox.c.settled_at.desc(), outbox.c.id.desc())
        .limit(most)
    )
    return [_trouble(row) for row in tx.connection.execute(query)]


def _trouble(row: "sa.Row[tuple[object, ...]]") -> Trouble:
    return Trouble(
        letter_id=row.id,
        person_id=row.person_id,
        kind=row.kind,
        state=State(row.state),
        error=row.error,
        text=Html(row.text),
        settled_at=row.settled_at,
    )


_CANCELLED = (
    sa.update(outbox)
    .where(outbox.c.cluster_id == sa.bindparam("cluster"), outbox.c.state == State.PENDING)
    .values(state=State.CANCELLED, settled_at=sa.bindparam("now"))
    .returning(outbox.c.id, outbox.c.person_id)
)
_CANCEL = Prepared(_CANCELLED.where(outbox.c.unique_key == sa.bindparam("key")))
_ALL_ABOUT = _CANCELLED.where(outbox.c.subject == sa.bindparam("about"))
_ABOUT = Prepared(_ALL_ABOUT)
_ABOUT_ONE = Prepared(_ALL_ABOUT.where(outbox.c.person_id == sa.bindparam("person")))
_NEVER_LEFT = (
    sa.select(outbox.c.subject)
    .where(outbox.c.cluster_id == sa.bindparam("cluster"), outbox.c.copies == 0)
    .distinct()
)
_EXPIRED = Prepared(
    _NEVER_LEFT.where(
        outbox.c.state == State.EXPIRED, outbox.c.subject.in_(sa.bindparam("subjects", expanding=True))
    )
)
_BOTS = sa.select(bots.c.id).where(bots.c.cluster_id == sa.bindparam("cluster"))
# By `ix_outbox_late` once either database has statistics, by what waits in the cluster before; by what they
# are about, it would look at all that ever went.
_LATE = Prepared(
    _NEVER_LEFT.where(
        outbox.c.bot_id.in_(_BOTS),
        outbox.c.state == State.PENDING,
        outbox.c.not_after < sa.bindparam("now"),
    )
)
