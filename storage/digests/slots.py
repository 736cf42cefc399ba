"""Gathering: how far the letters of a slot are written."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage.tables import digest_plans, digest_slots
from storage.transaction import Transaction


@dataclass(frozen=True)
class Slot:
    """`gathered_to`: the last reader whose letter is written, by number."""

    id: int
    cluster_id: int
    at: datetime
    gathered_to: int


def ready(tx: Transaction) -> Slot | None:
    """One for which every source has written, and not every reader has their letter."""
    unwritten = sa.select(digest_plans.c.source).where(
        digest_plans.c.cluster_id == digest_slots.c.cluster_id, digest_plans.c.next_at <= digest_slots.c.slot
    )
    query = sa.select(digest_slots).where(digest_slots.c.done_at.is_(None), ~unwritten.exists())
    row = tx.connection.execute(query.order_by(digest_slots.c.slot, digest_slots.c.id).limit(1)).first()
    return Slot(row.id, row.cluster_id, row.slot, row.gathered_to) if row is not None else None


def advance(tx: Transaction, slot: Slot, to: int | None, now: datetime) -> bool:
    """The letters are written up to that reader, or all (None); False when somebody else has gone on."""
    still = (digest_slots.c.id == slot.id, digest_slots.c.cluster_id == slot.cluster_id)
    unmoved = (digest_slots.c.gathered_to == slot.gathered_to, digest_slots.c.done_at.is_(None))
    values = {"done_at": now} if to is None else {"gathered_to": to}
    return tx.connection.execute(sa.update(digest_slots).where(*still, *unmoved).values(values)).rowcount == 1
