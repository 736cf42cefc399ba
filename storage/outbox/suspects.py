"""After a crash: letters in nobody's hands, which may have arrived or not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from domain.delivery import MOST_COPIES
from domain.message import Lane
from storage.outbox.claiming import Haul, Room, exchange
from storage.outbox.letters import Letter, Owner, State, read
from storage.outbox.settling import Settlement, discard, settle
from storage.outbox.tidying import expire
from storage.tables import outbox, people
from storage.transaction import Transaction
from storage.types import Instant

_AGO = timedelta(seconds=2)
"""Before now also where the database's clock shows whole seconds."""


@dataclass(frozen=True)
class Sweep:
    """The database's time, and what was taken: the suspect alone if there is one, else whatever fits."""

    database_time: datetime
    suspect: int | None
    haul: Haul


def sweep(
    tx: Transaction,
    bot_id: int,
    owner: Owner,
    results: Sequence[Settlement],
    rooms: Sequence[Room],
    held: Collection[int],
    now: datetime,
) -> Sweep:
    """Settle what is finished, let go of what is too late, and look for a suspect."""
    settle(tx, owner.name, results, now)
    expire(tx, bot_id, now)
    wall = database_time(tx)
    suspect = next_suspect(tx, bot_id, owner, held, now, wall)
    if suspect is not None:
        return Sweep(wall, suspect.id, Haul((suspect,), held_up=True))
    return Sweep(wall, None, exchange(tx, bot_id, owner, (), rooms, now))


def next_suspect(
    tx: Transaction, bot_id: int, owner: Owner, held: Collection[int], now: datetime, wall: datetime
) -> Letter | None:
    """Take the oldest suspect into hand; None when there are none (left).

    `wall` is the database's time. A suspect was sent by a process that is gone: any other one where there can
    be only one (SQLite), else one whose lease ran out. What `owner` itself holds is never a suspect; what it
    lost between a commit and its hands becomes one when the lease has run out.
    """
    while (row := _oldest(tx, bot_id, owner, held, wall)) is not None:
        if not _may_go(row, now):
            _give_up(tx, bot_id, row.id, now)
        elif taken := _take(tx, bot_id, owner, row.id, now):
            return taken[0]
    return None


def in_other_hands(tx: Transaction, bot_id: int) -> bool:
    """Whether somebody was sending for this bot when last heard of; asked by who is not sending yet."""
    theirs = sa.select(outbox.c.id).where(outbox.c.bot_id == bot_id, outbox.c.state == State.SENDING)
    return tx.connection.scalar(theirs.limit(1)) is not None


def disown(tx: Transaction, bot_id: int) -> None:
    """What was being sent for this bot is in nobody's hands: whoever had it is gone, or knows it by now."""
    theirs = sa.update(outbox).where(outbox.c.bot_id == bot_id, outbox.c.state == State.SENDING)
    tx.connection.execute(theirs.values(lease_until=database_time(tx) - _AGO))


def _oldest(
    tx: Transaction, bot_id: int, owner: Owner, held: Collection[int], wall: datetime
) -> "sa.Row[tuple[object, ...]] | None":
    ran_out = outbox.c.lease_until < wall
    alone = tx.connection.dialect.name == "sqlite"
    others = outbox.c.owner != owner.name if alone else sa.false()
    suspect = (
        outbox.c.bot_id == bot_id,
        outbox.c.state == State.SENDING,
        outbox.c.id.not_in(sorted(held)),
        sa.or_(others, ran_out),
    )
    query = (
        sa.select(outbox, people.c.stopped_at, people.c.blocked_at, people.c.unreachable_at)
        .join_from(outbox, people, outbox.c.person_id == people.c.id, isouter=True)
        .where(*suspect)
        .order_by(outbox.c.id)
        .limit(1)
    )
    return tx.connection.execute(query.with_for_update(skip_locked=True, of=outbox)).first()


def _may_go(row: "sa.Row[tuple[object, ...]]", now: datetime) -> bool:
    """Whether one more copy may be sent at all."""
    if row.copies >= MOST_COPIES or (row.not_after is not None and row.not_after < now):
        return False
    gone = (row.stopped_at, row.blocked_at, row.unreachable_at)
    return row.lane == Lane.ANSWER or all(when is None for when in gone)


def _take(tx: Transaction, bot_id: int, owner: Owner, letter_id: int, now: datetime) -> list[Letter]:
    taken = {
        "owner": owner.name,
        "lease_until": owner.lease_until,
        "attempts": outbox.c.attempts + 1,
        "copies": outbox.c.copies + 1,
    }
    this = (outbox.c.bot_id == bot_id, outbox.c.id == letter_id)
    tx.connection.execute(sa.update(outbox).where(*this).values(taken))
    return read(tx, [letter_id], now)


def _give_up(tx: Transaction, bot_id: int, letter_id: int, now: datetime) -> None:
    unknown = {"state": State.UNKNOWN, "error": "sent before a crash", "settled_at": now}
    unowned = {"owner": None, "lease_until": None}
    this = (outbox.c.bot_id == bot_id, outbox.c.id == letter_id)
    tx.connection.execute(sa.update(outbox).where(*this).values(unknown | unowned))
    discard(tx, [letter_id])


def database_time(tx: Transaction) -> datetime:
    """The database's own clock, in UTC, to the second with SQLite: what leases are measured by."""
    at: datetime = tx.connection.scalars(sa.select(sa.func.current_timestamp(type_=Instant))).one()
    return at
