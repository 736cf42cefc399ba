"""Who is still here: signs of life, and who has given none for so long that they are to be forgotten."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from domain.people import Person
from domain.retention import A_DAY, NOTICE, REMINDER, SILENT_FOR, UNREACHABLE_FOR
from storage.tables import people
from storage.transaction import Transaction

AT_ONCE = 100
"""People a duty takes in one go."""

Number = tuple[int, int]
"""A person's cluster, and theirs."""

_REACHABLE = people.c.unreachable_at.is_(None)


def seen(tx: Transaction, person: Person, now: datetime) -> None:
    """They wrote or tapped: they can be reached, and nothing is forgotten. Written once a day at most."""
    fresh = person.seen_at is not None and now - person.seen_at < A_DAY
    if fresh and person.unreachable_at is None and person.warned_at is None:
        return
    here = {"seen_at": now, "unreachable_at": None, "warned_at": None}
    tx.connection.execute(sa.update(people).where(*_is(person)).values(here))


def warned(tx: Transaction, person: Person, now: datetime) -> None:
    """They have been told that they will be forgotten, or would have been if they wanted to hear from us."""
    tx.connection.execute(sa.update(people).where(*_is(person)).values(warned_at=now))


def silent(tx: Transaction, now: datetime, without: Collection[int] = ()) -> list[Number]:
    """Who has been silent for so long that they are to be told, and is none of these."""
    return _some(tx, without, _REACHABLE, people.c.warned_at.is_(None), people.c.seen_at <= now - SILENT_FOR)


def to_remind(tx: Transaction, now: datetime, after: int) -> list[Number]:
    """Who goes in a week or less; with numbers beyond `after`, since being reminded changes nothing here."""
    soon = (people.c.warned_at <= now - NOTICE + REMINDER, people.c.warned_at > now - NOTICE)
    return _some(tx, (), _REACHABLE, *soon, people.c.id > after)


def to_forget(tx: Transaction, now: datetime, without: Collection[int] = ()) -> list[Number]:
    """Whose time is up, without these: told a month ago, or out of reach for half a year."""
    told = sa.and_(_REACHABLE, people.c.warned_at <= now - NOTICE)
    return _some(tx, without, sa.or_(told, people.c.unreachable_at <= now - UNREACHABLE_FOR))


def next_due(tx: Transaction, after: datetime) -> datetime | None:
    """The first moment after then at which one of these finds somebody new."""
    turns = (
        (people.c.seen_at, SILENT_FOR, (_REACHABLE, people.c.warned_at.is_(None))),
        (people.c.warned_at, NOTICE - REMINDER, (_REACHABLE,)),
        (people.c.warned_at, NOTICE, (_REACHABLE,)),
        (people.c.unreachable_at, UNREACHABLE_FOR, ()),
    )
    moments = [
        since + wait
        for column, wait, which in turns
        if (
            since := tx.connection.scalar(sa.select(sa.func.min(column)).where(*which, column > after - wait))
        )
    ]
    return min(moments, default=None)


def _some(tx: Transaction, without: Collection[int], *which: sa.ColumnElement[bool]) -> list[Number]:
    those = sa.select(people.c.cluster_id, people.c.id).where(*which, people.c.id.not_in(without))
    rows = tx.connection.execute(those.order_by(people.c.id).limit(AT_ONCE))
    return [(row.cluster_id, row.id) for row in rows]


def _is(person: Person) -> tuple[sa.ColumnElement[bool], ...]:
    return (people.c.cluster_id == person.cluster_id, people.c.id == person.id)
