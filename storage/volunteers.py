"""Those who may be asked: reachable, not paused, with a skill told. Read for a whole cluster at once."""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from typing import TypeVar

import sqlalchemy as sa

from domain.asks import Answer, Way
from domain.consent import Purpose
from domain.kinds import Kind
from domain.matching import MONTH, Volunteer
from storage import audiences
from storage.audiences import NOT_SHUT_OUT
from storage.tables import asks, consents, members, people, person_skills
from storage.transaction import Transaction

T = TypeVar("T")

MOST_BY_HAND = 300
"""More than these nobody leafs through, three to a page."""
AT_ONCE = 1000
"""Nobody waits long for one such reading (benchmarks/matching.py)."""


def unhurried(tx: Transaction, cluster_id: int, now: datetime, skills: Collection[str]) -> list[Volunteer]:
    """Who can one of these, without those who asked for fewer messages: the bot brings it up by itself."""
    return _read(tx, sa.and_(_reachable(cluster_id, now, skills), audiences.get(Kind.PROPOSALS, now)), now)


def findable(
    tx: Transaction, cluster_id: int, now: datetime, skill: str | None, near: frozenset[int]
) -> list[Volunteer]:
    """Who agreed that other people may find them and can do that; for no skill in particular, some hundreds.

    Those who live `near` come first, where not all are read.
    """
    skills = None if skill is None else {skill}
    found = sa.and_(_reachable(cluster_id, now, skills), people.c.id.in_(_agreed(cluster_id, Purpose.FOUND)))
    if skill is None:
        away = sa.case((people.c.village_id.in_(near), 0), else_=1)
        some = sa.select(people.c.id).where(found).order_by(away, people.c.id).limit(MOST_BY_HAND)
        found = people.c.id.in_(some)
    return _read(tx, found, now)


def due(tx: Transaction, cluster_id: int, now: datetime, after: int) -> tuple[list[Volunteer], int | None]:
    """Who agreed to be found, of the next thousand whose numbers come after that one.

    And the last number that was looked at; None: there are no more.
    """
    some = sa.select(people.c.id).where(_reachable(cluster_id, now), people.c.id > after)
    ids = list(tx.connection.scalars(some.order_by(people.c.id).limit(AT_ONCE)))
    if not ids:
        return [], None
    span = partial(sa.between, lower_bound=ids[0], upper_bound=ids[-1])
    agreed = people.c.id.in_(_agreed(cluster_id, Purpose.FOUND, span))
    read = _read(tx, sa.and_(_reachable(cluster_id, now), span(people.c.id), agreed), now)
    return read, ids[-1] if len(ids) == AT_ONCE else None


def these(tx: Transaction, cluster_id: int, now: datetime, ids: Collection[int]) -> list[Volunteer]:
    """Of these people those who agreed to be found, and may still be asked."""
    agreed = people.c.id.in_(_agreed(cluster_id, Purpose.FOUND))
    return _read(tx, sa.and_(_reachable(cluster_id, now), people.c.id.in_(ids), agreed), now)


def one(tx: Transaction, cluster_id: int, person_id: int, now: datetime) -> Volunteer | None:
    """That person, if they have told a skill; also while they want quiet, for they are asking themselves."""
    them = sa.and_(_told(cluster_id, None), people.c.id == person_id)
    return next(iter(_read(tx, them, now)), None)


def able_members(tx: Transaction, cluster_id: int) -> set[tuple[int, str]]:
    """Group and skill of whatever a group can do by itself already."""
    query = (
        sa.select(members.c.group_id, person_skills.c.skill)
        .join(person_skills, members.c.person_id == person_skills.c.person_id)
        .join(people, members.c.person_id == people.c.id)
        .where(members.c.cluster_id == cluster_id, NOT_SHUT_OUT)
        .distinct()
    )
    return {(row.group_id, row.skill) for row in tx.connection.execute(query)}


def how_many_can(tx: Transaction, cluster_id: int) -> dict[str, int]:
    """How rare each skill is."""
    count = sa.func.count().label("able")
    query = (
        sa.select(person_skills.c.skill, count)
        .join_from(person_skills, people, person_skills.c.person_id == people.c.id)
        .where(person_skills.c.cluster_id == cluster_id, NOT_SHUT_OUT)
    )
    return {row.skill: row.able for row in tx.connection.execute(query.group_by(person_skills.c.skill))}


def _read(tx: Transaction, them: sa.ColumnElement[bool], now: datetime) -> list[Volunteer]:
    skills = _pairs(tx, person_skills.c.skill, them)
    inside = _pairs(tx, members.c.group_id, them)
    asked = _pairs(tx, asks.c.need_id, them)
    lately = _lately(tx, them, now)
    noes = _noes(tx, them)
    yes = _pairs(tx, asks.c.answer, them, asks.c.answer.in_({Answer.YES, Answer.LEFT}))
    query = sa.select(people.c.id, people.c.first_name, people.c.village_id, people.c.hours)
    return [
        Volunteer(
            id=row.id,
            first_name=row.first_name,
            village_id=row.village_id,
            skills=frozenset(skills.get(row.id, ())),
            hours=row.hours,
            groups=frozenset(inside.get(row.id, ())),
            asks=lately.get(row.id, 0),
            asked=frozenset(asked.get(row.id, ())),
            said_no_at=noes.get(row.id),
            begun=row.id in inside or row.id in yes,
        )
        for row in tx.connection.execute(query.where(them).order_by(people.c.id))
    ]


def _told(cluster_id: int, skills: Collection[str] | None) -> sa.ColumnElement[bool]:
    theirs = [person_skills.c.person_id == people.c.id]  # by the primary key: the cluster is people's
    if skills is not None:
        theirs.append(person_skills.c.skill.in_(skills))
    told = sa.select(person_skills.c.skill).where(*theirs).correlate(people).exists()
    return sa.and_(people.c.cluster_id == cluster_id, told)


def _reachable(
    cluster_id: int, now: datetime, skills: Collection[str] | None = None
) -> sa.ColumnElement[bool]:
    return sa.and_(
        _told(cluster_id, skills),
        audiences.get(Kind.ASKS, now),
    )


def _pairs(
    tx: Transaction, column: "sa.Column[T]", them: sa.ColumnElement[bool], *which: sa.ColumnElement[bool]
) -> dict[int, list[T]]:
    """That column of a table, by person."""
    query = sa.select(column.table.c.person_id, column).where(_theirs(column.table, them), *which)
    found: dict[int, list[T]] = defaultdict(list)
    for person_id, value in tx.connection.execute(query):
        found[person_id].append(value)
    return found


def _lately(tx: Transaction, them: sa.ColumnElement[bool], now: datetime) -> dict[int, int]:
    query = sa.select(asks.c.person_id, sa.func.count().label("times")).where(
        _theirs(asks, them), asks.c.way != Way.SELF, asks.c.asked_at > now - MONTH
    )
    return {row.person_id: row.times for row in tx.connection.execute(query.group_by(asks.c.person_id))}


def _noes(tx: Transaction, them: sa.ColumnElement[bool]) -> dict[int, datetime]:
    """When they last said no to somebody who asked."""
    query = sa.select(asks.c.person_id, asks.c.answered_at).where(
        _theirs(asks, them), asks.c.way != Way.SELF, asks.c.answer == Answer.NO
    )
    return {
        row.person_id: row.answered_at for row in tx.connection.execute(query.order_by(asks.c.answered_at))
    }


def _agreed(
    cluster_id: int,
    purpose: Purpose,
    among: "Callable[[sa.Column[int]], sa.ColumnElement[bool]] | None" = None,
) -> "sa.Select[tuple[int]]":
    """Those whose last word about it was yes; of all, or of some."""
    said = consents.alias("said")
    which = [said.c.cluster_id == cluster_id, said.c.purpose == purpose]
    if among is not None:
        which.append(among(said.c.person_id))
    last = sa.select(sa.func.max(said.c.id)).where(*which).group_by(said.c.person_id)
    return sa.select(consents.c.person_id).where(consents.c.id.in_(last), consents.c.given)


def _theirs(table: sa.FromClause, them: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return table.c.person_id.in_(sa.select(people.c.id).where(them))
