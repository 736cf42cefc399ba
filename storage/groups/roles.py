"""Who is in a group, and who leads it: the member with `leads`, of whom an index allows one to a group."""

from datetime import date, datetime

import sqlalchemy as sa

from domain.groups import GroupState, Member
from domain.people import Person
from storage.audiences import IN_REACH, NOT_SHUT_OUT
from storage.groups.at_work import by_id, in_, is_
from storage.tables import groups, people
from storage.tables import members as roles
from storage.transaction import Transaction
from storage.types import Instant

_MEMBERS = (
    sa.select(roles, people.c.first_name, people.c.village_id, IN_REACH.label("reached"))
    .join(people, roles.c.person_id == people.c.id)
    .where(NOT_SHUT_OUT)
)


def members(tx: Transaction, cluster_id: int, group_id: int) -> list[Member]:
    """Everybody in it who is not shut out, the lead first, the others by first name."""
    return _members(tx, in_(roles, cluster_id, group_id))


def member(tx: Transaction, cluster_id: int, group_id: int, person_id: int) -> Member | None:
    """That person's role in it, if they have one and are not shut out."""
    found = _members(tx, in_(roles, cluster_id, group_id), roles.c.person_id == person_id)
    return next(iter(found), None)


def is_lead(tx: Transaction, person: Person, group_id: int) -> bool:
    """Whether they lead it, and it is at work."""
    role = member(tx, person.cluster_id, group_id, person.id)
    group = by_id(tx, person.cluster_id, group_id)
    return role is not None and role.leads and group is not None and group.state is GroupState.OPEN


def join(
    tx: Transaction, cluster_id: int, group_id: int, person_id: int, now: datetime, until: date | None
) -> bool:
    """Into a group at work; False when they are in it already, or one of the two is not of this cluster."""
    columns = (groups.c.cluster_id, groups.c.id, people.c.id, sa.false())
    both = (
        sa.select(*columns, sa.literal(now, Instant), sa.literal(until, sa.Date))
        .join_from(groups, people, groups.c.cluster_id == people.c.cluster_id)
        .where(is_(cluster_id, group_id), groups.c.state == GroupState.OPEN, people.c.id == person_id)
    )
    names = ["cluster_id", "group_id", "person_id", "leads", "since", "until"]
    return (
        tx.connection.execute(tx.insert(roles).from_select(names, both).on_conflict_do_nothing()).rowcount
        == 1
    )


def leave(tx: Transaction, cluster_id: int, group_id: int, person_id: int) -> bool:
    """Out of it; False when they were not in it."""
    theirs = (in_(roles, cluster_id, group_id), roles.c.person_id == person_id)
    return tx.connection.execute(sa.delete(roles).where(*theirs)).rowcount == 1


def set_until(tx: Transaction, cluster_id: int, group_id: int, person_id: int, until: date) -> bool:
    """Their role ends on that day; False when they have none."""
    theirs = (in_(roles, cluster_id, group_id), roles.c.person_id == person_id)
    return tx.connection.execute(sa.update(roles).where(*theirs).values(until=until)).rowcount == 1


def offer_lead(tx: Transaction, cluster_id: int, group_id: int, person_id: int | None) -> None:
    """Somebody is asked to lead it; None: nobody is any more."""
    here = sa.update(groups).where(is_(cluster_id, group_id))
    tx.connection.execute(here.values(next_lead_id=person_id))


def answer_offer(tx: Transaction, person: Person, group_id: int) -> bool:
    """They answer whether they will lead it; False when nobody asks them (any more)."""
    offered = (
        is_(person.cluster_id, group_id),
        groups.c.next_lead_id == person.id,
        groups.c.state == GroupState.OPEN,
    )
    answered = sa.update(groups).where(*offered).values(next_lead_id=None)
    return tx.connection.execute(answered).rowcount == 1


def set_lead(tx: Transaction, person: Person, group_id: int, now: datetime, until: date | None) -> None:
    """They lead it from now on; whoever led it stays as a member."""
    offer_lead(tx, person.cluster_id, group_id, None)  # holds the group's row: one lead after the other
    here = in_(roles, person.cluster_id, group_id)
    tx.connection.execute(sa.update(roles).where(here, roles.c.leads).values(leads=False))
    join(tx, person.cluster_id, group_id, person.id, now, until)
    theirs = sa.update(roles).where(here, roles.c.person_id == person.id)
    tx.connection.execute(theirs.values(leads=True, until=until))


def stop_leading(tx: Transaction, cluster_id: int, group_id: int, person_id: int) -> bool:
    """They lead it no longer and stay in it; False when they did not lead it."""
    theirs = (in_(roles, cluster_id, group_id), roles.c.person_id == person_id, roles.c.leads)
    return tx.connection.execute(sa.update(roles).where(*theirs).values(leads=False)).rowcount == 1


def drop_offers(tx: Transaction, person: Person) -> None:
    """Nobody asks them any more whether they will lead a group."""
    theirs = (groups.c.cluster_id == person.cluster_id, groups.c.next_lead_id == person.id)
    tx.connection.execute(sa.update(groups).where(*theirs).values(next_lead_id=None))


def out_of_reach(tx: Transaction, cluster_id: int, since: datetime) -> list[tuple[int, datetime]]:
    """Groups at work whose lead cannot be reached, and has not been since then or longer; since when."""
    query = (
        sa.select(groups.c.id, people.c.unreachable_at)
        .join_from(roles, groups, roles.c.group_id == groups.c.id)
        .join(people, roles.c.person_id == people.c.id)
        .where(
            roles.c.cluster_id == cluster_id,
            roles.c.leads,
            groups.c.state == GroupState.OPEN,
            people.c.unreachable_at <= since,
        )
        .order_by(groups.c.id)
    )
    return [(row.id, row.unreachable_at) for row in tx.connection.execute(query)]


def _members(tx: Transaction, *which: sa.ColumnElement[bool]) -> list[Member]:
    query = _MEMBERS.where(*which).order_by(roles.c.leads.desc(), people.c.first_name, people.c.id)
    return [
        Member(
            row.person_id, row.first_name, row.village_id, row.since, row.until, row.leads, bool(row.reached)
        )
        for row in tx.connection.execute(query)
    ]
