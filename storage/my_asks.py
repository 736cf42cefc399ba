"""What somebody was asked and answered, as they read it themselves; and the contact they gave away."""

from datetime import datetime

import sqlalchemy as sa

from domain.asks import Answer, Told
from domain.people import Person
from storage.tables import asks, groups, needs, people
from storage.transaction import Transaction


def how_many(tx: Transaction, person: Person) -> int:
    """How often they were asked."""
    query = sa.select(sa.func.count()).select_from(asks).where(_theirs(person))
    return int(tx.connection.execute(query).scalar_one())


def newest(tx: Transaction, person: Person, skip: int, most: int) -> list[Told]:
    """The newest first, without the `skip` newest."""
    query = _TOLD.where(_theirs(person)).order_by(asks.c.id.desc()).offset(skip).limit(most)
    return [_told(row) for row in tx.connection.execute(query)]


def one(tx: Transaction, person: Person, ask_id: int) -> Told | None:
    """That one, if it is theirs."""
    row = tx.connection.execute(_TOLD.where(_theirs(person), asks.c.id == ask_id)).one_or_none()
    return _told(row) if row else None


def take_contact_back(tx: Transaction, person: Person, ask_id: int) -> bool:
    """Nobody has it any more because of that ask; False when nobody had."""
    shared = (_theirs(person), asks.c.id == ask_id, asks.c.contact_shared_at.is_not(None))
    taken = sa.update(asks).where(*shared).values(contact_shared_at=None, contact_shared_with=None)
    return tx.connection.execute(taken).rowcount == 1


def _theirs(person: Person) -> sa.ColumnElement[bool]:
    return sa.and_(asks.c.cluster_id == person.cluster_id, asks.c.person_id == person.id)


def _told(row: "sa.Row[tuple[object, ...]]") -> Told:
    shared: datetime | None = row.contact_shared_at
    return Told(
        id=row.id,
        group=row.name,
        skill=row.skill,
        about=row.about,
        asked_at=row.asked_at,
        answer=row.answer and Answer(row.answer),
        shared=shared is not None,
        shared_with=row.contact_shared_with,
        shared_name=row.first_name,
    )


_TOLD = (
    sa.select(asks, needs.c.skill, needs.c.about, groups.c.name, people.c.first_name)
    .join_from(asks, needs, asks.c.need_id == needs.c.id)
    .join(groups, needs.c.group_id == groups.c.id)
    .outerjoin(people, asks.c.contact_shared_with == people.c.id)
)
