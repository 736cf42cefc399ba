"""Gathering: how far the letters of a slot are written."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage.tables import digest_plans, digest_slots
from storage.transaction import Transaction

ONCE_MORE = -1
"""Somebody's letter could not be written: all readers are gone through again, and nobody gets two."""


@dataclass(frozen=True)
class Slot:
    """`gathered_to`: the last reader whose letter is written, by number; or ONCE_MORE."""

    id: int
    cluster_id: int
    at: datetime
    gathered_to: int


def ready(
    tx: Transaction,
    without: Collection[str] = (),
    but: Collection[int] = (),
    not_again: Collection[int] = (),
) -> Slot | None:
    """One for which every source has written, and not every reader has their letter.

    `without`: sources that are not waited for, as `plans.named` says them. `but`: not these slots, nor those
    of `not_again` from the beginning once more.
    """
    name = digest_plans.c.cluster_id.cast(sa.String) + " " + digest_plans.c.source
    unwritten = sa.select(digest_plans.c.source).where(
        digest_plans.c.cluster_id == digest_slots.c.cluster_id,
        digest_plans.c.next_at <= digest_slots.c.slot,
        name.not_in(without),
    )
    begins_again = sa.and_(digest_slots.c.gathered_to == ONCE_MORE, digest_slots.c.id.in_(not_again))
    theirs = (~unwritten.exists(), ~begins_again, digest_slots.c.id.not_in(but))
    open_ = (digest_slots.c.done_at.is_(None), *theirs)
    query = sa.select(digest_slots).where(*open_).order_by(digest_slots.c.slot, digest_slots.c.id)
    row = tx.connection.execute(query.limit(1)).first()
    return Slot(row.id, row.cluster_id, row.slot, row.gathered_to) if row is not None else None


def begun(tx: Transaction, cluster_id: int, slot: datetime) -> bool:
    """Whether readers have letters of it: what is written for it now would reach none of them."""
    here = (digest_slots.c.cluster_id == cluster_id, digest_slots.c.slot == slot)
    gathered = sa.or_(digest_slots.c.done_at.is_not(None), digest_slots.c.gathered_to != 0)
    return tx.connection.scalar(sa.select(digest_slots.c.id).where(*here, gathered)) is not None


def advance(tx: Transaction, slot: Slot, to: int | None, now: datetime) -> bool:
    """The letters are written up to that reader, or all (None); False when somebody else has gone on."""
    still = (digest_slots.c.id == slot.id, digest_slots.c.cluster_id == slot.cluster_id)
    unmoved = (digest_slots.c.gathered_to == slot.gathered_to, digest_slots.c.done_at.is_(None))
    values = {"done_at": now} if to is None else {"gathered_to": to}
    return tx.connection.execute(sa.update(digest_slots).where(*still, *unmoved).values(values)).rowcount == 1
