"""Who did what to whom, for good. Nobody is named: a random alias stands for them until they leave."""

from datetime import datetime

import sqlalchemy as sa

from domain.people import Person, Role
from domain.roles import Deed
from storage.tables import audit, people
from storage.transaction import Transaction


def write(
    tx: Transaction, by: Person | None, deed: Deed, whom: Person, at: datetime, role: Role | None = None
) -> int:
    """Its number. `by` is None for the one who runs the bot."""
    row = {
        "cluster_id": whom.cluster_id,
        "at": at,
        "actor": _alias(by) if by else None,
        "what": f"{deed}: {role}" if role else deed.value,
        "whom": _alias(whom),
    }
    number: int = tx.connection.execute(sa.insert(audit).values(row).returning(audit.c.id)).scalar_one()
    return number


def _alias(person: Person) -> sa.ScalarSelect[str]:
    them = (people.c.cluster_id == person.cluster_id, people.c.id == person.id)
    return sa.select(people.c.alias).where(*them).scalar_subquery()
