"""Who has which role, and who is shut out. Whoever leads a group is its lead: `storage/groups/roles.py`."""

from datetime import datetime

import sqlalchemy as sa

from domain.people import Person, Role
from domain.roles import GIVEN, Holder
from storage import groups
from storage import people as everybody
from storage.tables import clusters, people, roles
from storage.transaction import Transaction


def give(tx: Transaction, person: Person, role: Role) -> bool:
    """They have that role from now on; False when they had it already. Not for `Role.LEAD`: a constraint."""
    row = {"cluster_id": person.cluster_id, "person_id": person.id, "role": role.value}
    return tx.insert_new(roles, row)


def take(tx: Transaction, person: Person, role: Role) -> bool:
    """They have it no longer; False when they did not, or when nobody would be left in the steering group."""
    if role is Role.STEERING:
        _one_at_a_time(tx, person.cluster_id)
    here = (roles.c.cluster_id == person.cluster_id, roles.c.role == role)
    others = sa.select(roles.c.person_id).where(*here, roles.c.person_id != person.id).exists()
    theirs = (*here, roles.c.person_id == person.id)
    condition = (others,) if role is Role.STEERING else ()
    return tx.connection.execute(sa.delete(roles).where(*theirs, *condition)).rowcount == 1


def holders(tx: Transaction, cluster_id: int) -> list[Holder]:
    """Everybody with a role, role by role: leads once for each group, by its name."""
    leads = [
        Holder(person, Role.LEAD, group)
        for group in groups.open_groups(tx, cluster_id)
        if group.lead_id and (person := everybody.by_id(tx, cluster_id, group.lead_id))
    ]
    return leads + [
        Holder(person, role) for role in GIVEN for person in everybody.with_role(tx, cluster_id, role)
    ]


def is_led(tx: Transaction, cluster_id: int) -> bool:
    """Whether there is anybody in the steering group."""
    query = sa.select(roles.c.person_id).where(
        roles.c.cluster_id == cluster_id, roles.c.role == Role.STEERING
    )
    return tx.connection.execute(query.limit(1)).first() is not None


def block(tx: Transaction, person: Person, at: datetime) -> bool:
    """Shut them out; False for a member of the steering group, or when they are shut out already."""
    steers = sa.select(roles.c.person_id).where(
        roles.c.cluster_id == person.cluster_id,
        roles.c.person_id == person.id,
        roles.c.role == Role.STEERING,
    )
    them = (*_is(person), people.c.blocked_at.is_(None), ~steers.exists())
    return tx.connection.execute(sa.update(people).where(*them).values(blocked_at=at)).rowcount == 1


def unblock(tx: Transaction, person: Person) -> bool:
    """Let them in again; False when they were not shut out."""
    them = (*_is(person), people.c.blocked_at.is_not(None))
    return tx.connection.execute(sa.update(people).where(*them).values(blocked_at=None)).rowcount == 1


def blocked(tx: Transaction, cluster_id: int) -> list[Person]:
    """Who is shut out, the one who has been for longest first."""
    query = sa.select(people.c.id).where(people.c.cluster_id == cluster_id, people.c.blocked_at.is_not(None))
    ids = tx.connection.execute(query.order_by(people.c.blocked_at)).scalars().all()
    return [person for one in ids if (person := everybody.by_id(tx, cluster_id, one))]


def named(tx: Transaction, cluster_id: int, beginning: str, most: int) -> list[Person]:
    """People whose first name begins like that, whatever the case; not those who are shut out."""
    query = sa.select(people.c.id, people.c.first_name).where(
        people.c.cluster_id == cluster_id, people.c.blocked_at.is_(None)
    )
    # Compared here: SQLite's lower() knows no letters beyond ASCII.
    wanted = beginning.casefold()
    rows = tx.connection.execute(query.order_by(people.c.first_name, people.c.id))
    ids = [row.id for row in rows if row.first_name.casefold().startswith(wanted)][:most]
    return [person for one in ids if (person := everybody.by_id(tx, cluster_id, one))]


def _one_at_a_time(tx: Transaction, cluster_id: int) -> None:
    """Two who take the role from each other at once: the second waits, and then sees what the first did.

    SQLite has one writer anyway and leaves FOR UPDATE out.
    """
    tx.connection.execute(sa.select(clusters.c.id).where(clusters.c.id == cluster_id).with_for_update())


def _is(person: Person) -> tuple[sa.ColumnElement[bool], ...]:
    return (people.c.cluster_id == person.cluster_id, people.c.id == person.id)
