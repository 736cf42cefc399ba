"""A place in a need belongs to whoever said yes, for as long as they are in the group."""

from datetime import date

import sqlalchemy as sa

from domain.asks import Answer
from domain.groups import Need
from domain.people import Person
from storage.groups.lacks import need, take_place
from storage.tables import asks
from storage.tables import needs as lacks
from storage.transaction import Transaction


def give_back(
    tx: Transaction, person: Person, group_id: int | None = None, today: date | None = None
) -> list[Need]:
    """They left that group (or all of them): what they said yes to lacks somebody again; those needs.

    With `today`, what they did in time stays done.
    """
    freed = []
    for need_id in _theirs(tx, person, Answer.YES, group_id, today):
        here = (lacks.c.cluster_id == person.cluster_id, lacks.c.id == need_id, lacks.c.found > 0)
        given = tx.connection.execute(sa.update(lacks).where(*here).values(found=lacks.c.found - 1))
        _now(tx, person, need_id, Answer.LEFT)
        found = need(tx, person.cluster_id, need_id) if given.rowcount else None
        if found is not None:
            freed.append(found)
    return freed


def take_again(tx: Transaction, person: Person, group_id: int) -> None:
    """They are back in the group after all: their places are theirs again, where nobody has taken them."""
    for need_id in _theirs(tx, person, Answer.LEFT, group_id):
        if take_place(tx, person.cluster_id, need_id):
            _now(tx, person, need_id, Answer.YES)


def _theirs(
    tx: Transaction, person: Person, answer: Answer, group_id: int | None, today: date | None = None
) -> list[int]:
    """What they gave that answer to, as long as it is wanted."""
    which = [
        asks.c.cluster_id == person.cluster_id,
        asks.c.person_id == person.id,
        asks.c.answer == answer,
        lacks.c.closed_at.is_(None),
    ]
    if today is not None:
        which.append(lacks.c.until >= today)
    if group_id is not None:
        which.append(lacks.c.group_id == group_id)
    query = sa.select(lacks.c.id).join_from(asks, lacks, asks.c.need_id == lacks.c.id)
    return list(tx.connection.scalars(query.where(*which).order_by(lacks.c.id)))


def _now(tx: Transaction, person: Person, need_id: int, answer: Answer) -> None:
    theirs = (
        asks.c.cluster_id == person.cluster_id,
        asks.c.person_id == person.id,
        asks.c.need_id == need_id,
    )
    tx.connection.execute(sa.update(asks).where(*theirs).values(answer=answer))
