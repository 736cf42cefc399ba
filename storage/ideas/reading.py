"""Ideas as they are read: with their author's and case-holder's names, and how many support them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from domain.ideas import ALARM, ALIVE, NUDGE, OPEN, Idea, State
from domain.people import Person
from storage.audiences import NOT_SHUT_OUT
from storage.tables import events, idea_supports, ideas, people
from storage.transaction import Transaction

MOST = 300
"""Read at once: the newest. Older ones that nobody supports are no longer leafed through."""

_AUTHOR, _HOLDER = people.alias("author"), people.alias("holder")
_SUPPORTERS = (
    sa.select(sa.func.count())
    .join_from(idea_supports, people, idea_supports.c.person_id == people.c.id)
    .where(idea_supports.c.cluster_id == ideas.c.cluster_id, idea_supports.c.idea_id == ideas.c.id)
    .where(NOT_SHUT_OUT)
    .scalar_subquery()
    .label("supporters")
)
_EVENT = (
    sa.select(sa.func.max(events.c.id))
    .where(events.c.cluster_id == ideas.c.cluster_id, events.c.idea_id == ideas.c.id)
    .scalar_subquery()
    .label("event_id")
)
_IDEAS = (
    sa.select(
        ideas,
        _AUTHOR.c.first_name.label("author"),
        _HOLDER.c.first_name.label("holder"),
        _SUPPORTERS,
        _EVENT,
    )
    .outerjoin(_AUTHOR, _AUTHOR.c.id == ideas.c.author_id)
    .outerjoin(_HOLDER, _HOLDER.c.id == ideas.c.holder_id)
    .where(ideas.c.removed_at.is_(None))
)
_SHOWN = (ideas.c.hidden_at.is_(None), ideas.c.state != State.MERGED)
_NEWEST = (ideas.c.created_at.desc(), ideas.c.id.desc())


def by_id(tx: Transaction, cluster_id: int, idea_id: int) -> Idea | None:
    """That idea, hidden or not, unless it was taken away."""
    return next(iter(_read(tx, cluster_id, ideas.c.id == idea_id)), None)


def of_group(tx: Transaction, cluster_id: int, group_id: int) -> Idea | None:
    """The idea a working group came of, while it is under way."""
    tied = (ideas.c.group_id == group_id, ideas.c.state == State.UNDER_WAY)
    return next(iter(_read(tx, cluster_id, *tied)), None)


def newest(tx: Transaction, cluster_id: int, village_id: int | None = None) -> Sequence[Idea]:
    """What everybody may see, the newest first; of one village, if one is named."""
    there = () if village_id is None else (ideas.c.village_id == village_id,)
    return _read(tx, cluster_id, *_SHOWN, *there)


def most_supported(tx: Transaction, cluster_id: int) -> Sequence[Idea]:
    """What can still be supported, the most supported first."""
    order: Sequence[sa.ColumnElement[Any]] = (sa.desc("supporters"), *_NEWEST)
    return _read(tx, cluster_id, *_SHOWN, ideas.c.state.in_(OPEN), order=order)


def of_person(tx: Transaction, person: Person) -> Sequence[Idea]:
    """What they wrote, hidden or not, and what they support."""
    theirs = sa.select(idea_supports.c.idea_id).where(
        idea_supports.c.cluster_id == person.cluster_id, idea_supports.c.person_id == person.id
    )
    supported = sa.and_(ideas.c.id.in_(theirs), *_SHOWN)
    return _read(tx, person.cluster_id, sa.or_(ideas.c.author_id == person.id, supported))


def alive(tx: Transaction, cluster_id: int) -> Sequence[Idea]:
    """What a new idea may be like, or another be merged into."""
    return _read(tx, cluster_id, *_SHOWN, ideas.c.state.in_(ALIVE))


def waiting(tx: Transaction, cluster_id: int) -> Sequence[Idea]:
    """For the steering group: what is hidden, and then whoever has waited longest."""
    waits = sa.or_(ideas.c.hidden_at.is_not(None), ideas.c.waits_since.is_not(None))
    return _read(tx, cluster_id, waits, order=(ideas.c.hidden_at.is_(None), ideas.c.waits_since, ideas.c.id))


def at_work(tx: Transaction, cluster_id: int) -> Sequence[Idea]:
    """Agreed or under way, and nobody waits for an answer."""
    states = ideas.c.state.in_((State.AGREED, State.UNDER_WAY))
    return _read(tx, cluster_id, states, ideas.c.hidden_at.is_(None), ideas.c.waits_since.is_(None))


def done_between(tx: Transaction, cluster_id: int, since: datetime, until: datetime) -> Sequence[Idea]:
    """What came of something in that time, the end left out."""
    return _read(tx, cluster_id, *_SHOWN, ideas.c.done_at >= since, ideas.c.done_at < until)


def how_many_wait(tx: Transaction, cluster_id: int) -> int:
    """As many as `waiting` gives."""
    waits = sa.or_(ideas.c.hidden_at.is_not(None), ideas.c.waits_since.is_not(None))
    here = (ideas.c.cluster_id == cluster_id, ideas.c.removed_at.is_(None), waits)
    return tx.connection.scalar(sa.select(sa.func.count()).select_from(ideas).where(*here)) or 0


def written_since(tx: Transaction, person: Person, since: datetime) -> int:
    """How many they wrote since then, also what was taken away."""
    theirs = (ideas.c.cluster_id == person.cluster_id, ideas.c.author_id == person.id)
    query = sa.select(sa.func.count()).select_from(ideas).where(*theirs, ideas.c.created_at > since)
    return tx.connection.scalar(query) or 0


def supports(tx: Transaction, person: Person, idea_id: int) -> bool:
    """Whether they support it."""
    theirs = (
        idea_supports.c.cluster_id == person.cluster_id,
        idea_supports.c.idea_id == idea_id,
        idea_supports.c.person_id == person.id,
    )
    return tx.connection.scalar(sa.select(idea_supports.c.idea_id).where(*theirs)) is not None


def to_remind(tx: Transaction, cluster_id: int, now: datetime) -> Sequence[Idea]:
    """Those nobody has answered for too long, and whoever is next has not been reminded."""
    late = sa.or_(
        sa.and_(ideas.c.reminded == 0, ideas.c.waits_since <= now - NUDGE),
        sa.and_(ideas.c.reminded == 1, ideas.c.waits_since <= now - ALARM),
    )
    return _read(tx, cluster_id, late, ideas.c.hidden_at.is_(None))


def next_reminder(tx: Transaction) -> datetime | None:
    """When the next of all clusters is due."""
    found = []
    for level, after in enumerate((NUDGE, ALARM)):
        waits = (ideas.c.reminded == level, ideas.c.hidden_at.is_(None), ideas.c.removed_at.is_(None))
        oldest: datetime | None = tx.connection.scalar(
            sa.select(sa.func.min(ideas.c.waits_since)).where(*waits)
        )
        found += [oldest + after] if oldest else []
    return min(found, default=None)


def _read(
    tx: Transaction,
    cluster_id: int,
    *which: sa.ColumnElement[bool],
    order: Sequence[sa.ColumnElement[Any]] = _NEWEST,
) -> list[Idea]:
    query = _IDEAS.where(ideas.c.cluster_id == cluster_id, *which).order_by(*order).limit(MOST)
    return [_idea(row) for row in tx.connection.execute(query)]


def _idea(row: "sa.Row[tuple[object, ...]]") -> Idea:
    return Idea(
        id=row.id,
        cluster_id=row.cluster_id,
        title=row.title,
        why=row.why,
        state=State(row.state),
        created_at=row.created_at,
        author_id=row.author_id,
        author=row.author,
        village_id=row.village_id,
        picture=row.picture,
        supporters=row.supporters,
        holder_id=row.holder_id,
        holder=row.holder,
        reason=row.reason,
        merged_into=row.merged_into,
        group_id=row.group_id,
        event_id=row.event_id,
        result=row.result,
        result_picture=row.result_picture,
        waits_since=row.waits_since,
        reminded=row.reminded,
        hidden_at=row.hidden_at,
    )
