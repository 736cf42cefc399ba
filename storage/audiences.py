"""Who belongs to an audience: the one place that asks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from domain.audience import HEARD_WITHIN, Audience
from domain.kinds import FEWER_LEAVES_OUT, GOES_IN_A_PAUSE, Kind
from domain.people import Person
from storage.tables import follows, members, people, person_skills
from storage.transaction import Transaction

NOT_SHUT_OUT = people.c.blocked_at.is_(None)
"""For `storage`: who counts at all."""
IN_REACH = sa.and_(people.c.stopped_at.is_(None), people.c.unreachable_at.is_(None))
"""For `storage`: whom our letters reach, if they are not held back for a while."""


@dataclass(frozen=True)
class Crowd:
    """Some people of a cluster. What it is to the database is `storage`'s alone."""

    cluster_id: int
    which: sa.ColumnElement[bool]


def of(cluster_id: int, audience: Audience, kind: Kind, now: datetime) -> Crowd:
    """Those of it who get a letter of that kind now.

    Not whoever has stopped, is shut out or out of reach, nor whom a pause or the wish for fewer messages
    keeps from that kind: the same as the sender asks of each letter again (`domain.kinds`).
    """
    return Crowd(cluster_id, sa.and_(_belong(cluster_id, audience, now), get(kind, now)))


def get(kind: Kind, now: datetime) -> sa.ColumnElement[bool]:
    """For `storage`: who gets a letter of that kind now."""
    reached = [IN_REACH, NOT_SHUT_OUT]
    if kind not in GOES_IN_A_PAUSE:
        reached.append(sa.or_(people.c.paused_until.is_(None), people.c.paused_until <= now))
    if kind in FEWER_LEAVES_OUT:
        reached.append(people.c.fewer.is_(False))
    return sa.and_(*reached)


def belonging(cluster_id: int, audience: Audience, now: datetime) -> Crowd:
    """All it is for, also those whom no letter reaches: who may vote, say. Not who is shut out."""
    return Crowd(cluster_id, sa.and_(_belong(cluster_id, audience, now), NOT_SHUT_OUT))


def among(crowd: Crowd, ids: Collection[int]) -> Crowd:
    """Those of the crowd who are one of these; a thousand or two at most."""
    return Crowd(crowd.cluster_id, sa.and_(crowd.which, people.c.id.in_(ids)))


def count(tx: Transaction, crowd: Crowd) -> int:
    """How many they are."""
    query = sa.select(sa.func.count()).select_from(people).where(*here(crowd))
    return tx.connection.scalar(query) or 0


def languages(tx: Transaction, crowd: Crowd) -> dict[str, int]:
    """How many read each language; the most read first."""
    number = sa.func.count().label("number")
    query = sa.select(people.c.language, number).where(*here(crowd)).group_by(people.c.language)
    rows = tx.connection.execute(query.order_by(number.desc(), people.c.language))
    return {row.language: row.number for row in rows}


def holds(tx: Transaction, crowd: Crowd, person: Person) -> bool:
    """Whether this one is among them."""
    query = sa.select(people.c.id).where(*here(crowd), people.c.id == person.id)
    return tx.connection.scalar(query) is not None


def belongs(tx: Transaction, audience: Audience, person: Person, now: datetime) -> bool:
    """Whether this one is among those it is for. Of everybody that is known without asking."""
    if audience.is_everybody:
        return person.blocked_at is None
    return holds(tx, belonging(person.cluster_id, audience, now), person)


def shut_out(cluster_id: "int | sa.BindParameter[int]") -> "sa.Select[tuple[int]]":
    """For `storage`: who does not count. They are few, so leaving them out beats looking at all others."""
    return sa.select(people.c.id).where(people.c.cluster_id == cluster_id, people.c.blocked_at.is_not(None))


def here(crowd: Crowd) -> tuple[sa.ColumnElement[bool], ...]:
    """For `storage`: what a query over `people` asks."""
    return (people.c.cluster_id == crowd.cluster_id, crowd.which)


def _belong(cluster_id: int, audience: Audience, now: datetime) -> sa.ColumnElement[bool]:
    asked: list[sa.ColumnElement[bool]] = []
    if audience.villages:
        asked.append(_of_villages(cluster_id, audience))
    if audience.groups:
        asked.append(_in(cluster_id, members.c.group_id, audience.groups))
    if audience.skills:
        asked.append(_in(cluster_id, person_skills.c.skill, audience.skills))
    if audience.volunteers:
        told = sa.select(person_skills.c.person_id).where(person_skills.c.cluster_id == cluster_id)
        asked.append(people.c.id.in_(told))
    if audience.unheard:
        asked.append(people.c.seen_at <= now - HEARD_WITHIN)
    return sa.and_(sa.true(), *asked)


def _of_villages(cluster_id: int, audience: Audience) -> sa.ColumnElement[bool]:
    live = people.c.village_id.in_(sorted(audience.villages))
    if not audience.followers:
        return live
    return sa.or_(live, _in(cluster_id, follows.c.village_id, audience.villages))


def _in(
    cluster_id: int, column: "sa.Column[int] | sa.Column[str]", values: frozenset[int] | frozenset[str]
) -> sa.ColumnElement[bool]:
    """People who stand in that column's table beside one of these."""
    table = column.table
    theirs = (table.c.cluster_id == cluster_id, column.in_(sorted(values)))
    return people.c.id.in_(sa.select(table.c.person_id).where(*theirs))
