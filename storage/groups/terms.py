"""Roles that end: whom to ask whether they go on, and whose role is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from domain.groups import GroupState
from storage.groups.at_work import in_
from storage.tables import groups
from storage.tables import members as roles
from storage.transaction import Transaction

AT_ONCE = 1000


@dataclass(frozen=True)
class Term:
    """One person's role in one group, and the day it ends."""

    group_id: int
    person_id: int
    until: date
    leads: bool

    def __str__(self) -> str:
        return f"{self.person_id} of group {self.group_id}"


def ending(tx: Transaction, cluster_id: int, by: date) -> list[Term]:
    """Roles in groups at work that end by that day, and whose holder was not asked about that end."""
    not_asked = sa.or_(roles.c.asked_until.is_(None), roles.c.asked_until != roles.c.until)
    return _terms(tx, cluster_id, roles.c.until <= by, not_asked)


def over(tx: Transaction, cluster_id: int, today: date) -> list[Term]:
    """Roles whose last day is gone by."""
    return _terms(tx, cluster_id, roles.c.until < today)


def ask(tx: Transaction, cluster_id: int, term: Term) -> bool:
    """They are asked about that end now; False when somebody did, or the end is another by now."""
    theirs = (
        in_(roles, cluster_id, term.group_id),
        roles.c.person_id == term.person_id,
        roles.c.until == term.until,
        sa.or_(roles.c.asked_until.is_(None), roles.c.asked_until != term.until),
    )
    return tx.connection.execute(sa.update(roles).where(*theirs).values(asked_until=term.until)).rowcount == 1


def end(tx: Transaction, cluster_id: int, term: Term) -> bool:
    """It is over; False when it was prolonged or has ended already."""
    theirs = (
        in_(roles, cluster_id, term.group_id),
        roles.c.person_id == term.person_id,
        roles.c.until == term.until,
    )
    return tx.connection.execute(sa.delete(roles).where(*theirs)).rowcount == 1


def go_on(tx: Transaction, cluster_id: int, term: Term, until: date) -> bool:
    """Their role ends later; False when this end is not its end any more."""
    theirs = (
        in_(roles, cluster_id, term.group_id),
        roles.c.person_id == term.person_id,
        roles.c.until == term.until,
    )
    return tx.connection.execute(sa.update(roles).where(*theirs).values(until=until)).rowcount == 1


def next_ends(tx: Transaction, cluster_id: int, notice: timedelta, today: date) -> Sequence[date]:
    """Days after today on which somebody is asked (so long before an end) or a role is over."""
    ends = {term.until for term in _terms(tx, cluster_id, roles.c.until >= today)}
    unasked = {term.until for term in ending(tx, cluster_id, date.max)}
    days = {end + timedelta(days=1) for end in ends} | {end - notice for end in unasked}
    return sorted(day for day in days if day > today)


def _terms(tx: Transaction, cluster_id: int, *which: sa.ColumnElement[bool]) -> list[Term]:
    query = (
        sa.select(roles.c.group_id, roles.c.person_id, roles.c.until, roles.c.leads)
        .join_from(roles, groups, roles.c.group_id == groups.c.id)
        .where(roles.c.cluster_id == cluster_id, groups.c.state == GroupState.OPEN, *which)
        .order_by(roles.c.until, roles.c.group_id, roles.c.person_id)
        .limit(AT_ONCE)
    )
    return [Term(row.group_id, row.person_id, row.until, row.leads) for row in tx.connection.execute(query)]
