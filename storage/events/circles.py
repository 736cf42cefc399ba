"""Who is in which group, for asking whether two events are for the same people."""

from collections.abc import Mapping

import sqlalchemy as sa

from domain.clashes import Circle
from storage.audiences import NOT_SHUT_OUT
from storage.tables import members, people
from storage.transaction import Transaction


def circles(tx: Transaction, cluster_id: int) -> Mapping[int, Circle]:
    """Every group's people and the villages they live in."""
    query = (
        sa.select(members.c.group_id, members.c.person_id, people.c.village_id)
        .join(people, members.c.person_id == people.c.id)
        .where(members.c.cluster_id == cluster_id, NOT_SHUT_OUT)
    )
    found: dict[int, Circle] = {}
    for row in tx.connection.execute(query):
        before = found.get(row.group_id, Circle(frozenset(), frozenset()))
        found[row.group_id] = Circle(before.members | {row.person_id}, before.homes | {row.village_id})
    return found
