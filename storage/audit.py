"""Who did what to whom, for good. Nobody is named: a random alias stands for them until they leave."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa

from domain.groups import Candidate
from domain.people import Person, Role
from domain.roles import Deed, Line
from storage.tables import audit, groups, people
from storage.transaction import Transaction

BETWEEN = ": "
"""Between the deed and the role."""
LATELY = 50
"""The newest lines that are read for who lost a role."""


def write(
    tx: Transaction,
    by: Person | None,
    deed: Deed,
    whom: Person,
    at: datetime,
    role: Role | None = None,
    group_id: int | None = None,
) -> int:
    """Its number. `by` is None for the one who runs the bot; `group_id` is the group that is led."""
    row = {
        "cluster_id": whom.cluster_id,
        "at": at,
        "actor": _alias(by) if by else None,
        "what": f"{deed}{BETWEEN}{role}" if role else deed.value,
        "whom": _alias(whom),
        "group_id": group_id,
    }
    number: int = tx.connection.execute(sa.insert(audit).values(row).returning(audit.c.id)).scalar_one()
    return number


def line(tx: Transaction, cluster_id: int, number: int) -> Line:
    """That line, with the names of those who are still here."""
    return _lines(tx, cluster_id, audit.c.id == number)[0]


def how_many(tx: Transaction, cluster_id: int) -> int:
    """Lines there are."""
    query = sa.select(sa.func.count()).select_from(audit).where(audit.c.cluster_id == cluster_id)
    return int(tx.connection.execute(query).scalar_one())


def newest(tx: Transaction, cluster_id: int, skip: int, most: int) -> list[Line]:
    """The newest first, without the `skip` newest."""
    return _lines(tx, cluster_id, limit=most, offset=skip)


def lost_a_role(tx: Transaction, cluster_id: int) -> list[int]:
    """The Telegram numbers of those who lost a role lately and are still here."""
    taken = sa.select(audit.c.whom).where(
        audit.c.cluster_id == cluster_id, audit.c.what.startswith(f"{Deed.TAKEN}{BETWEEN}")
    )
    newest = taken.order_by(audit.c.id.desc()).limit(LATELY).subquery()
    theirs = (people.c.cluster_id == cluster_id, people.c.alias.in_(sa.select(newest.c.whom)))
    return list(tx.connection.scalars(sa.select(people.c.telegram_id).where(*theirs)))


def _lines(
    tx: Transaction,
    cluster_id: int,
    *which: sa.ColumnElement[bool],
    limit: int | None = None,
    offset: int | None = None,
) -> list[Line]:
    query = (
        sa.select(audit, groups.c.name)
        .outerjoin_from(audit, groups, audit.c.group_id == groups.c.id)
        .where(audit.c.cluster_id == cluster_id, *which)
        .order_by(audit.c.id.desc())
    )
    rows = tx.connection.execute(query.limit(limit).offset(offset)).all()
    known = _known(tx, cluster_id, {one for row in rows for one in (row.actor, row.whom) if one})
    return [_line(row, known) for row in rows]


def _line(row: "sa.Row[tuple[object, ...]]", known: Mapping[str, Candidate]) -> Line:
    deed, _, role = row.what.partition(BETWEEN)
    return Line(
        at=row.at,
        deed=Deed(deed),
        role=Role(role) if role else None,
        by=known.get(row.actor),
        whom=known.get(row.whom),
        group=row.name,
        by_operator=row.actor is None,
    )


def _known(tx: Transaction, cluster_id: int, aliases: Iterable[str]) -> dict[str, Candidate]:
    query = sa.select(people.c.alias, people.c.id, people.c.first_name, people.c.village_id).where(
        people.c.cluster_id == cluster_id, people.c.alias.in_(sorted(aliases))
    )
    return {
        row.alias: Candidate(row.id, row.first_name, row.village_id) for row in tx.connection.execute(query)
    }


def _alias(person: Person) -> sa.ScalarSelect[str]:
    them = (people.c.cluster_id == person.cluster_id, people.c.id == person.id)
    return sa.select(people.c.alias).where(*them).scalar_subquery()
