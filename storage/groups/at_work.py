"""Working groups: asked for, at work, closed."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from domain.groups import Group, GroupState
from domain.people import Person
from storage.tables import group_villages, groups
from storage.tables import members as roles
from storage.tables import needs as lacks
from storage.transaction import Transaction

_LEAD = sa.select(roles.c.person_id).where(roles.c.group_id == groups.c.id, roles.c.leads)
_GROUPS = sa.select(groups, _LEAD.scalar_subquery().label("lead_id"))


def by_id(tx: Transaction, cluster_id: int, group_id: int) -> Group | None:
    """The group of that number, whatever its state."""
    return next(iter(_groups(tx, cluster_id, groups.c.id == group_id)), None)


def open_groups(tx: Transaction, cluster_id: int) -> list[Group]:
    """Those at work, by name."""
    return in_state(tx, cluster_id, GroupState.OPEN)


def in_state(tx: Transaction, cluster_id: int, state: GroupState) -> list[Group]:
    """Those asked for, at work or closed, by name."""
    return _groups(tx, cluster_id, groups.c.state == state)


def of_person(tx: Transaction, person: Person) -> list[Group]:
    """The groups at work that they are in."""
    theirs = sa.select(roles.c.group_id).where(
        roles.c.cluster_id == person.cluster_id, roles.c.person_id == person.id
    )
    return _groups(tx, person.cluster_id, groups.c.id.in_(theirs), groups.c.state == GroupState.OPEN)


def led_by(tx: Transaction, person: Person) -> list[Group]:
    """The groups at work that they lead."""
    return [group for group in of_person(tx, person) if group.lead_id == person.id]


def asked_for_by(tx: Transaction, person: Person) -> list[Group]:
    """The groups they asked for that nobody has answered yet."""
    theirs = (groups.c.asked_by == person.id, groups.c.state == GroupState.ASKED)
    return _groups(tx, person.cluster_id, *theirs)


def add(tx: Transaction, group: Group, now: datetime) -> int:
    """Write down a new group with its villages; its number."""
    values = {
        "cluster_id": group.cluster_id,
        "name": group.name,
        "text": group.text,
        "state": group.state,
        "asked_by": group.asked_by,
        "created_at": now,
    }
    number: int = tx.connection.execute(sa.insert(groups).values(values).returning(groups.c.id)).scalar_one()
    for village_id in sorted(group.villages):
        tx.connection.execute(
            sa.insert(group_villages).values(_works_in(group.cluster_id, number, village_id))
        )
    return number


def change(tx: Transaction, cluster_id: int, group_id: int, **values: str) -> None:
    """Another `name` or `text`."""
    tx.connection.execute(sa.update(groups).where(is_(cluster_id, group_id)).values(values))


def toggle_village(tx: Transaction, cluster_id: int, group_id: int, village_id: int) -> None:
    """It works in that village, too; or no longer."""
    works_in = _works_in(cluster_id, group_id, village_id)
    if not tx.insert_new(group_villages, works_in):
        here = [group_villages.c[name] == value for name, value in works_in.items()]
        tx.connection.execute(sa.delete(group_villages).where(*here))


def move(tx: Transaction, cluster_id: int, group_id: int, before: GroupState, after: GroupState) -> bool:
    """From one state to the next; False when somebody was quicker."""
    here = (is_(cluster_id, group_id), groups.c.state == before)
    return tx.connection.execute(sa.update(groups).where(*here).values(state=after)).rowcount == 1


def close(tx: Transaction, cluster_id: int, group_id: int, now: datetime) -> bool:
    """It is done: everybody's role ends, and it lacks nothing; False when it was not at work."""
    if not move(tx, cluster_id, group_id, GroupState.OPEN, GroupState.CLOSED):
        return False
    ended = sa.update(groups).where(is_(cluster_id, group_id))
    tx.connection.execute(ended.values(closed_at=now, next_lead_id=None))
    tx.connection.execute(sa.delete(roles).where(in_(roles, cluster_id, group_id)))
    lacking = (in_(lacks, cluster_id, group_id), lacks.c.closed_at.is_(None))
    tx.connection.execute(sa.update(lacks).where(*lacking).values(closed_at=now))
    return True


def drop(tx: Transaction, cluster_id: int, group_id: int) -> bool:
    """Asked for, and refused: nothing of it stays; False when it was answered already."""
    tx.connection.execute(sa.delete(group_villages).where(in_(group_villages, cluster_id, group_id)))
    asked = (is_(cluster_id, group_id), groups.c.state == GroupState.ASKED)
    return tx.connection.execute(sa.delete(groups).where(*asked)).rowcount == 1


def forget_wishes(tx: Transaction, person: Person) -> None:
    """What they asked for and nobody answered goes with them: it is their words."""
    for group in asked_for_by(tx, person):
        drop(tx, person.cluster_id, group.id)


def _groups(tx: Transaction, cluster_id: int, *which: sa.ColumnElement[bool]) -> list[Group]:
    query = _GROUPS.where(groups.c.cluster_id == cluster_id, *which).order_by(groups.c.name, groups.c.id)
    rows = tx.connection.execute(query).all()
    villages = _villages(tx, cluster_id, [row.id for row in rows])
    return [_group(row, villages.get(row.id, frozenset())) for row in rows]


def _villages(tx: Transaction, cluster_id: int, ids: Sequence[int]) -> dict[int, frozenset[int]]:
    query = sa.select(group_villages).where(
        group_villages.c.cluster_id == cluster_id, group_villages.c.group_id.in_(ids)
    )
    found: dict[int, frozenset[int]] = {}
    for row in tx.connection.execute(query):
        found[row.group_id] = found.get(row.group_id, frozenset()) | {row.village_id}
    return found


def _group(row: "sa.Row[tuple[object, ...]]", villages: frozenset[int]) -> Group:
    return Group(
        id=row.id,
        cluster_id=row.cluster_id,
        name=row.name,
        text=row.text,
        state=GroupState(row.state),
        villages=villages,
        lead_id=row.lead_id,
        next_lead_id=row.next_lead_id,
        asked_by=row.asked_by,
    )


def is_(cluster_id: int, group_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(groups.c.cluster_id == cluster_id, groups.c.id == group_id)


def in_(table: sa.Table, cluster_id: int, group_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.cluster_id == cluster_id, table.c.group_id == group_id)


def _works_in(cluster_id: int, group_id: int, village_id: int) -> dict[str, int]:
    return {"cluster_id": cluster_id, "group_id": group_id, "village_id": village_id}
