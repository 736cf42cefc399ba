"""An event changes: what it is now, what people know of it, and when they are told."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from domain.events import Event, EventState, Known, LocalTime
from storage.events import rows
from storage.tables import events, people
from storage.transaction import Transaction

AT_ONCE = 50
"""Events told of in one round."""


def change(tx: Transaction, event: Event, tell_at: datetime, **values: object) -> None:
    """Another `title`, `place`, `latitude`, `longitude`, `state` or `reason`; told at `tell_at`."""
    _change(tx, event, {"tell_at": tell_at, **values})


def move(tx: Transaction, event: Event, when: LocalTime, now: datetime, tell_at: datetime) -> None:
    """To another time: reminders are for that one from now on."""
    moved = {"version": events.c.version + 1, "set_at": now, "tell_at": tell_at}
    _change(tx, event, {**rows.when_values(when), **moved})


def set_seats(tx: Transaction, event: Event, seats: int | None) -> bool:
    """So many seats; False when more have been promised already."""
    enough = sa.true() if seats is None else events.c.taken <= seats
    changed = sa.update(events).where(rows.is_(event.cluster_id, event.id), enough).values(seats=seats)
    return tx.connection.execute(changed).rowcount == 1


def untold(tx: Transaction, cluster_id: int, now: datetime) -> list[Event]:
    """What was changed, and is to be told by now."""
    due = (events.c.cluster_id == cluster_id, events.c.tell_at <= now)
    query = sa.select(events).where(*due).order_by(events.c.tell_at, events.c.id).limit(AT_ONCE)
    return [rows.read(row) for row in tx.connection.execute(query)]


def next_telling(tx: Transaction, after: datetime) -> datetime | None:
    """When the next change is told."""
    moment: datetime | None = tx.connection.scalar(
        sa.select(sa.func.min(events.c.tell_at, type_=events.c.tell_at.type)).where(events.c.tell_at > after)
    )
    return moment


def told(tx: Transaction, event: Event, known: Known) -> bool:
    """People know it now; False when somebody else told them, or it has changed again.

    `known` is what they know: what it was before, where nothing has changed after all.
    """
    as_it_was = (rows.is_(event.cluster_id, event.id), events.c.tell_at == event.tell_at)
    values = {
        "known": rows.known_values(known),
        "tell_at": None,
        "version": known.version,
        "set_at": known.set_at,
    }
    return tx.connection.execute(sa.update(events).where(*as_it_was).values(values)).rowcount == 1


def orphans(tx: Transaction, cluster_id: int, now: datetime) -> list[Event]:
    """What nobody runs any more, and the steering group has not heard of. Who is shut out runs nothing."""
    here = (events.c.cluster_id == cluster_id, events.c.over_at > now)
    shut_out = sa.select(people.c.id).where(
        people.c.cluster_id == cluster_id, people.c.blocked_at.is_not(None)
    )
    tx.connection.execute(
        sa.update(events).where(*here, events.c.organiser_id.in_(shut_out)).values(organiser_id=None)
    )
    alone = (*here, events.c.organiser_id.is_(None), events.c.orphan_told_at.is_(None))
    found = sa.select(events).where(*alone).order_by(events.c.starts_at, events.c.id)
    return [rows.read(row) for row in tx.connection.execute(found)]


def orphan_told(tx: Transaction, event: Event, now: datetime) -> bool:
    """The steering group hears of it now; False when it has, or somebody runs it again."""
    here = (rows.is_(event.cluster_id, event.id), events.c.organiser_id.is_(None))
    told = sa.update(events).where(*here, events.c.orphan_told_at.is_(None)).values(orphan_told_at=now)
    return tx.connection.execute(told).rowcount == 1


def with_free_seats(tx: Transaction, cluster_id: int, now: datetime) -> Sequence[Event]:
    """Where somebody left and has made room; the line may be empty."""
    free = (
        events.c.cluster_id == cluster_id,
        events.c.starts_at > now,
        events.c.state == EventState.OPEN,
        sa.or_(events.c.seats.is_(None), events.c.taken < events.c.seats),
        events.c.lined_up > 0,
    )
    query = sa.select(events).where(*free).order_by(events.c.id)
    return [rows.read(row) for row in tx.connection.execute(query)]


def put_right(tx: Transaction, cluster_id: int, now: datetime) -> int:
    """Moments in UTC follow the clocks there, whatever has become of the zone's rules; how many had to."""
    since = now - timedelta(days=1)
    query = sa.select(events).where(events.c.cluster_id == cluster_id, events.c.starts_at > since)
    wrong = 0
    for row in tx.connection.execute(query).all():
        event = rows.read(row)
        if (row.starts_at, row.over_at) != (event.starts_at, event.over_at):
            right = sa.update(events).where(rows.is_(event.cluster_id, event.id))
            tx.connection.execute(right.values(starts_at=event.starts_at, over_at=event.over_at))
            wrong += 1
    return wrong


def _change(tx: Transaction, event: Event, values: dict[str, object]) -> None:
    changed = sa.update(events).where(rows.is_(event.cluster_id, event.id))
    tx.connection.execute(changed.values({"sequence": events.c.sequence + 1, **values}))
