"""Those who may be asked: reachable, not paused, with a skill told. Read for a whole cluster at once."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from domain.asks import Answer, Way
from domain.consent import Purpose
from domain.kinds import Kind
from domain.matching import MONTH, Volunteer
from storage import audiences
from storage.tables import asks, consents, members, people, person_skills
from storage.transaction import Transaction

T = TypeVar("T")

MOST_BY_HAND = 300
"""More than these nobody leafs through, three to a page."""
AT_ONCE = 1000
"""Nobody waits long for one such reading (benchmarks/matching.py)."""


def unhurried(tx: Transaction, cluster_id: int, now: datetime, skills: Collection[str]) -> list[Volunteer]:
    """Who can one of these, without those who asked for fewer messages: the bot brings it up by itself."""
    them = sa.and_(_reachable(cluster_id, now, skills), audiences.get(Kind.PROPOSALS, now))
    return _read(tx, cluster_id, them, now)


def findable(
    tx: Transaction, cluster_id: int, now: datetime, skill: str | None, near: frozenset[int]
) -> list[Volunteer]:
    """Who agreed that other people may find them and can do that; for no skill in particular, some hundreds.

    Those who live `near` come first, where not all are read.
    """
    skills = None if skill is None else {skill}
    found = sa.and_(_reachable(cluster_id, now, skills), _agreed(cluster_id, Purpose.FOUND))
    if skill is None:
        away = sa.case((people.c.village_id.in_(near), 0), else_=1)
        some = sa.select(people.c.id).where(found).order_by(away, people.c.id).limit(MOST_BY_HAND)
        found = people.c.id.in_(some)
    return _read(tx, cluster_id, found, now)


def due(tx: Transaction, cluster_id: int, now: datetime, after: int) -> tuple[list[Volunteer], int | None]:
    """Who agreed to be found, of the next thousand whose numbers come after that one.

    And the last number that was looked at; None: there are no more.
    """
    some = sa.select(people.c.id).where(_reachable(cluster_id, now), people.c.id > after)
    ids = list(tx.connection.scalars(some.order_by(people.c.id).limit(AT_ONCE)))
    if not ids:
        return [], None
    those = sa.and_(_reachable(cluster_id, now), people.c.id.between(ids[0], ids[-1]))
    read = _read(tx, cluster_id, sa.and_(those, _agreed(cluster_id, Purpose.FOUND)), now)
    return read, ids[-1] if len(ids) == AT_ONCE else None


def these(tx: Transaction, cluster_id: int, now: datetime, ids: Collection[int]) -> list[Volunteer]:
    """Of these people those who agreed to be found, and may still be asked."""
    them = (_reachable(cluster_id, now), people.c.id.in_(ids), _agreed(cluster_id, Purpose.FOUND))
    return _read(tx, cluster_id, sa.and_(*them), now)


def one(tx: Transaction, cluster_id: int, person_id: int, now: datetime) -> Volunteer | None:
    """That person, if they have told a skill; also while they want quiet, for they are asking themselves."""
    them = sa.and_(_told(cluster_id, None), people.c.id == person_id)
    return next(iter(_read(tx, cluster_id, them, now)), None)


def able_members(
    tx: Transaction, cluster_id: int, group_ids: Collection[int], skills: Collection[str]
) -> set[tuple[int, str]]:
    """Of these groups and skills, each pair where somebody in the group can do that already."""
    query = (
        sa.select(members.c.group_id, person_skills.c.skill)
        .join(person_skills, members.c.person_id == person_skills.c.person_id)
        .where(members.c.cluster_id == cluster_id, members.c.group_id.in_(group_ids))
        .where(person_skills.c.skill.in_(skills), members.c.person_id.not_in(audiences.shut_out(cluster_id)))
        .distinct()
    )
    return {(row.group_id, row.skill) for row in tx.connection.execute(query)}


def how_many_can(tx: Transaction, cluster_id: int, skills: Collection[str]) -> dict[str, int]:
    """How rare each of these skills is."""
    theirs = (person_skills.c.cluster_id == cluster_id, person_skills.c.skill.in_(skills))
    query = sa.select(person_skills.c.skill, sa.func.count().label("able")).where(
        *theirs, person_skills.c.person_id.not_in(audiences.shut_out(cluster_id))
    )
    return {row.skill: row.able for row in tx.connection.execute(query.group_by(person_skills.c.skill))}


@dataclass
class _Asked:
    """What somebody was asked before."""

    needs: set[int] = field(default_factory=set)
    lately: int = 0
    said_no_at: datetime | None = None
    said_yes: bool = False


def _read(tx: Transaction, cluster_id: int, them: sa.ColumnElement[bool], now: datetime) -> list[Volunteer]:
    """Who they are is asked once; what goes with them by their numbers, of a thousand at a time."""
    columns = (people.c.id, people.c.first_name, people.c.village_id, people.c.hours)
    rows = tx.connection.execute(sa.select(*columns).where(them).order_by(people.c.id)).all()
    parts = [rows[first : first + AT_ONCE] for first in range(0, len(rows), AT_ONCE)]
    return [one for part in parts for one in _volunteers(tx, cluster_id, part, now)]


def _volunteers(
    tx: Transaction, cluster_id: int, rows: "Sequence[sa.Row[*tuple[Any, ...]]]", now: datetime
) -> Iterator[Volunteer]:
    ids = [row.id for row in rows]
    skills = _pairs(tx, person_skills.c.skill, cluster_id, ids)
    inside = _pairs(tx, members.c.group_id, cluster_id, ids)
    asked = _asked(tx, cluster_id, ids, now)
    for row in rows:
        before = asked.get(row.id, _Asked())
        yield Volunteer(
            id=row.id,
            first_name=row.first_name,
            village_id=row.village_id,
            skills=frozenset(skills.get(row.id, ())),
            hours=row.hours,
            groups=frozenset(inside.get(row.id, ())),
            asks=before.lately,
            asked=frozenset(before.needs),
            said_no_at=before.said_no_at,
            begun=row.id in inside or before.said_yes,
        )


def _told(cluster_id: int, skills: Collection[str] | None) -> sa.ColumnElement[bool]:
    """Who told one of these skills; any, of those who are looked at one by one."""
    here = people.c.cluster_id == cluster_id
    if skills is not None:
        able = (person_skills.c.cluster_id == cluster_id, person_skills.c.skill.in_(skills))
        return sa.and_(here, people.c.id.in_(sa.select(person_skills.c.person_id).where(*able)))
    theirs = person_skills.c.person_id == people.c.id  # by the primary key: the cluster is people's
    return sa.and_(here, sa.select(person_skills.c.skill).where(theirs).correlate(people).exists())


def _reachable(
    cluster_id: int, now: datetime, skills: Collection[str] | None = None
) -> sa.ColumnElement[bool]:
    return sa.and_(
        _told(cluster_id, skills),
        audiences.get(Kind.ASKS, now),
    )


def _pairs(
    tx: Transaction, column: "sa.Column[T]", cluster_id: int, ids: Sequence[int]
) -> dict[int, list[T]]:
    """That column of a table, by person."""
    table = column.table
    found: dict[int, list[T]] = defaultdict(list)
    for person_id, value in tx.connection.execute(
        sa.select(table.c.person_id, column).where(*_theirs(table, cluster_id, ids))
    ):
        found[person_id].append(value)
    return found


def _asked(tx: Transaction, cluster_id: int, ids: Sequence[int], now: datetime) -> dict[int, _Asked]:
    """How often lately counts only when somebody asked them, and so does their last no."""
    found: dict[int, _Asked] = defaultdict(_Asked)
    for row in tx.connection.execute(sa.select(asks).where(*_theirs(asks, cluster_id, ids))):
        one = found[row.person_id]
        one.needs.add(row.need_id)
        one.said_yes |= row.answer in {Answer.YES, Answer.LEFT}
        if row.way != Way.SELF:
            one.lately += row.asked_at > now - MONTH
        if row.way != Way.SELF and row.answer == Answer.NO:
            one.said_no_at = max(row.answered_at, one.said_no_at or row.answered_at)
    return found


def _theirs(table: sa.FromClause, cluster_id: int, ids: Sequence[int]) -> tuple[sa.ColumnElement[bool], ...]:
    """Rows of people by their numbers, of which the first is the smallest and the last the largest.

    Between these two they are read: to look for each of a thousand seems more than to read the whole table.
    """
    column = table.c.person_id
    return table.c.cluster_id == cluster_id, column.between(ids[0], ids[-1]), column.in_(ids)


def _agreed(cluster_id: int, purpose: Purpose) -> sa.ColumnElement[bool]:
    """Whether their last word about it was yes: asked of each by itself, for few of all are looked at."""
    last = (
        sa.select(consents.c.given)
        .where(
            consents.c.cluster_id == cluster_id,
            consents.c.person_id == people.c.id,
            consents.c.purpose == purpose,
        )
        .order_by(consents.c.id.desc())
        .limit(1)
    )
    return last.correlate(people).scalar_subquery().is_(True)
