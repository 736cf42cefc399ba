"""People by their first name, for the steering group to name a lead."""

import sqlalchemy as sa

from domain.groups import Candidate
from storage.audiences import NOT_SHUT_OUT
from storage.tables import people
from storage.transaction import Transaction

MOST = 20


def by_first_name(
    tx: Transaction, cluster_id: int, name: str, village_id: int | None = None
) -> list[Candidate]:
    """Those of that first name or one that begins so, at most twenty; perhaps of one village only."""
    written = {name, name.lower(), name.title()}
    query = sa.select(people.c.id, people.c.first_name, people.c.village_id).where(
        people.c.cluster_id == cluster_id,
        NOT_SHUT_OUT,
        sa.or_(*(people.c.first_name.startswith(one, autoescape=True) for one in sorted(written))),
    )
    if village_id is not None:
        query = query.where(people.c.village_id == village_id)
    ordered = query.order_by(people.c.first_name, people.c.id).limit(MOST)
    return [Candidate(row.id, row.first_name, row.village_id) for row in tx.connection.execute(ordered)]
