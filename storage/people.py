"""The people of a cluster, what they told us about themselves, and their roles."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa

from domain.groups import GroupState
from domain.people import Person, Profile, Role
from storage.prepared import Prepared, Row
from storage.tables import follows, groups, members, people, person_skills, roles
from storage.transaction import Transaction

T = TypeVar("T")


def by_telegram(tx: Transaction, cluster_id: int, telegram_id: int) -> Person | None:
    """Who that Telegram account is here; None for someone who has not signed up."""
    return next(iter(_found(tx, _BY_TELEGRAM, cluster_id, telegram_id)), None)


def by_id(tx: Transaction, cluster_id: int, person_id: int) -> Person | None:
    """The person of that number, if they are still here."""
    return next(iter(_found(tx, _BY_ID, cluster_id, person_id)), None)


def with_role(tx: Transaction, cluster_id: int, role: Role) -> list[Person]:
    """Everybody who has that role, in the order they joined; the leads are those who lead a group at work."""
    if role is Role.LEAD:
        return [_person(row) for row in _WHO_LEAD.rows(tx, cluster=cluster_id)]
    return _found(tx, _WITH_ROLE, cluster_id, role)


def add(tx: Transaction, person: Person) -> int:
    """Write down someone who signs up; their number. An integrity error when they already have."""
    statement = sa.insert(people).values(
        cluster_id=person.cluster_id,
        telegram_id=person.telegram_id,
        first_name=person.first_name,
        language=person.language,
        village_id=person.village_id,
        sixteen_on=person.sixteen_on,
        joined_at=person.joined_at,
        free_times=[],
        seen_at=person.joined_at,
    )
    number: int = tx.connection.execute(statement.returning(people.c.id)).scalar_one()
    return number


def profile(tx: Transaction, person: Person) -> Profile:
    """What they told us they can do, and when."""
    row = tx.connection.execute(sa.select(people.c.hours, people.c.free_times).where(_is(person))).one()
    return Profile(
        skills=frozenset(_column(tx, person_skills.c.skill, person)),
        hours=row.hours,
        times=frozenset(row.free_times),
        follows=frozenset(_column(tx, follows.c.village_id, person)),
    )


def set_language(tx: Transaction, person: Person, language: str) -> None:
    """From now on we speak that language with them."""
    _change(tx, person, language=language)


def set_village(tx: Transaction, person: Person, village_id: int) -> None:
    """They live there now, so they need not follow it."""
    _change(tx, person, village_id=village_id)
    _delete(tx, follows, person, follows.c.village_id == village_id)


def set_hours(tx: Transaction, person: Person, hours: str | None) -> None:
    """How much time they have, one of `domain.availability.HOURS`."""
    _change(tx, person, hours=hours)


def set_times(tx: Transaction, person: Person, times: Iterable[str]) -> None:
    """When they have time, out of `domain.availability.TIMES`."""
    _change(tx, person, free_times=sorted(times))


def set_stopped(tx: Transaction, person: Person, at: datetime | None) -> None:
    """They want nothing unsolicited any more (or again)."""
    _change(tx, person, stopped_at=at)


def set_paused(tx: Transaction, person: Person, until: datetime | None) -> None:
    """They want quiet until then (or no longer)."""
    _change(tx, person, paused_until=until)


def set_fewer(tx: Transaction, person: Person, *, fewer: bool) -> None:
    """They want fewer messages (or all of them again)."""
    _change(tx, person, fewer=fewer)


def set_unreachable(tx: Transaction, cluster_id: int, telegram_id: int, at: datetime | None) -> None:
    """They blocked the bot (or came back)."""
    here = (people.c.cluster_id == cluster_id, people.c.telegram_id == telegram_id)
    tx.connection.execute(sa.update(people).where(*here).values(unreachable_at=at))


def add_skill(tx: Transaction, person: Person, skill: str, now: datetime) -> None:
    """They can do that; saying it twice changes nothing."""
    row = {"cluster_id": person.cluster_id, "person_id": person.id, "skill": skill, "told_at": now}
    tx.insert_new(person_skills, row)


def remove_skill(tx: Transaction, person: Person, skill: str) -> None:
    """They no longer offer that."""
    _delete(tx, person_skills, person, person_skills.c.skill == skill)


def forget_profile(tx: Transaction, person: Person) -> None:
    """Everything they told us about skills and time goes: they withdrew their consent."""
    _delete(tx, person_skills, person)
    _change(tx, person, hours=None, free_times=[])


def follow(tx: Transaction, person: Person, village_id: int) -> None:
    """They want to hear from that village too."""
    row = {"cluster_id": person.cluster_id, "person_id": person.id, "village_id": village_id}
    tx.insert_new(follows, row)


def unfollow(tx: Transaction, person: Person, village_id: int) -> None:
    """They do not, after all."""
    _delete(tx, follows, person, follows.c.village_id == village_id)


_CLUSTER: sa.BindParameter[int] = sa.bindparam("cluster")
_WHICH: sa.BindParameter[object] = sa.bindparam("which")
_LEADING = (
    sa.select(members.c.person_id)
    .join_from(members, groups)
    .where(members.c.cluster_id == _CLUSTER, members.c.leads, groups.c.state == GroupState.OPEN)
)
_LEADS = _LEADING.where(members.c.person_id == people.c.id).exists().label("leads")
_GIVEN = (
    sa.select(sa.func.aggregate_strings(roles.c.role, ","))
    .where(roles.c.cluster_id == _CLUSTER, roles.c.person_id == people.c.id)
    .label("given")
)
_PEOPLE = sa.select(people, _LEADS, _GIVEN).where(people.c.cluster_id == _CLUSTER).order_by(people.c.id)
_BY_TELEGRAM = Prepared(_PEOPLE.where(people.c.telegram_id == _WHICH))
_BY_ID = Prepared(_PEOPLE.where(people.c.id == _WHICH))
_WHO_LEAD = Prepared(_PEOPLE.where(people.c.id.in_(_LEADING)))
_HOLDERS = sa.select(roles.c.person_id).where(roles.c.cluster_id == _CLUSTER, roles.c.role == _WHICH)
_WITH_ROLE = Prepared(_PEOPLE.where(people.c.id.in_(_HOLDERS)))


def _found(tx: Transaction, query: Prepared, cluster_id: int, which: object) -> list[Person]:
    return [_person(row) for row in query.rows(tx, cluster=cluster_id, which=which)]


def _person(row: Row) -> Person:
    return Person(
        id=row.id,
        cluster_id=row.cluster_id,
        telegram_id=row.telegram_id,
        first_name=row.first_name,
        language=row.language,
        village_id=row.village_id,
        sixteen_on=row.sixteen_on,
        joined_at=row.joined_at,
        roles=_roles(row),
        stopped_at=row.stopped_at,
        blocked_at=row.blocked_at,
        unreachable_at=row.unreachable_at,
        paused_until=row.paused_until,
        fewer=row.fewer,
        seen_at=row.seen_at,
        warned_at=row.warned_at,
    )


def _roles(row: Row) -> frozenset[Role]:
    """What they were given; and whoever leads a group at work is a lead, which stands nowhere else."""
    given = {Role(one) for one in row.given.split(",")} if row.given else set()
    return frozenset(given | {Role.LEAD} if row.leads else given)


def _is(person: Person) -> sa.ColumnElement[bool]:
    return sa.and_(people.c.cluster_id == person.cluster_id, people.c.id == person.id)


def _change(tx: Transaction, person: Person, **values: object) -> None:
    tx.connection.execute(sa.update(people).where(_is(person)).values(values))


def _delete(tx: Transaction, table: sa.Table, person: Person, *which: sa.ColumnElement[bool]) -> None:
    theirs = (table.c.cluster_id == person.cluster_id, table.c.person_id == person.id)
    tx.connection.execute(sa.delete(table).where(*theirs, *which))


def _column(tx: Transaction, column: "sa.Column[T]", person: Person) -> list[T]:
    theirs = (column.table.c.cluster_id == person.cluster_id, column.table.c.person_id == person.id)
    return list(tx.connection.execute(sa.select(column).where(*theirs)).scalars())
