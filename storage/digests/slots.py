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
    """`gathered_to`: the last reader whose letter is written, by number; or ONCE_MORE.

    `left_out`: somebody's before that could not be written.
    """

    id: int
    cluster_id: int
    at: datetime
    gathered_to: int
    left_out: bool


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
    return Slot(row.id, row.cluster_id, row.slot, row.gathered_to, row.left_out) if row is not None else None


def begun(tx: Transaction, cluster_id: int, slot: datetime) -> bool:
    """Whether readers have letters of it: what is written for it now would reach none of them."""
    here = (digest_slots.c.cluster_id == cluster_id, digest_slots.c.slot == slot)
    gathered = sa.or_(digest_slots.c.done_at.is_not(None), digest_slots.c.gathered_to != 0)
    return tx.connection.scalar(sa.select(digest_slots.c.id).where(*here, gathered)) is not None


def advance(tx: Transaction, slot: Slot, to: int) -> bool:
    """The letters are written up to that reader; False when somebody else has gone on."""
    return _move(tx, slot, gathered_to=to)


def leave_out(tx: Transaction, slot: Slot) -> None:
    """Not everybody's letter could be written so far."""
    tx.connection.execute(sa.update(digest_slots).where(*_is(slot)).values(left_out=True))


def end(tx: Transaction, slot: Slot, now: datetime) -> None:
    """There is nobody left: it is done, or gone through ONCE_MORE where somebody was left out."""
    if slot.left_out:
        _move(tx, slot, gathered_to=ONCE_MORE, left_out=False)
    else:
        give_up(tx, slot, now)


def give_up(tx: Transaction, slot: Slot, now: datetime) -> None:
    """No letter of it is written any more."""
    _move(tx, slot, done_at=now)


def _move(tx: Transaction, slot: Slot, **values: object) -> bool:
    unmoved = (digest_slots.c.gathered_to == slot.gathered_to, digest_slots.c.done_at.is_(None))
    moved = sa.update(digest_slots).where(*_is(slot), *unmoved).values(values)
    return tx.connection.execute(moved).rowcount == 1


def _is(slot: Slot) -> tuple[sa.ColumnElement[bool], ...]:
    return (digest_slots.c.id == slot.id, digest_slots.c.cluster_id == slot.cluster_id)
