"""The answer to one update, as long as whoever wrote it down has it in hand."""

import sqlalchemy as sa

from domain.visit import Visit
from storage.outbox.letters import Letter, Owner, State, read
from storage.tables import outbox
from storage.transaction import Transaction


def in_hand(tx: Transaction, visit: Visit, owner: Owner | None) -> list[Letter]:
    """What was written down for this update as being sent by `owner`, and is not settled, in its order."""
    if owner is None:
        return []
    query = sa.select(outbox.c.id).where(
        outbox.c.cluster_id == visit.cluster_id,
        outbox.c.bot_id == visit.bot_id,
        outbox.c.chat_id == visit.chat_id,
        outbox.c.unique_key.startswith(f"answer:{visit.update_id}:"),
        outbox.c.state == State.SENDING,
        outbox.c.owner == owner.name,
    )
    return read(tx, tx.connection.scalars(query.order_by(outbox.c.id)).all(), visit.now)
