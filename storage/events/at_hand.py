"""Events: written down, found, and what comes."""

from datetime import datetime

import sqlalchemy as sa

from domain.events import Coming, Event, EventState
from domain.people import Person
from storage.events import rows
from storage.tables import event_answers, events
from storage.transaction import Transaction


def add(tx: Transaction, event: Event) -> int:
    """Write down a new event; its number. With `tell_at` nobody knows of it yet."""
    values = {
        "cluster_id": event.cluster_id,
        "title": event.title,
        "organiser_id": event.organiser_id,
        "idea_id": event.idea_id,
        **rows.when_values(event.when),
        "place": event.place,
        "latitude": event.spot and event.spot.latitude,
        "longitude": event.spot and event.spot.longitude,
        "audience": str(event.audience),
        "seats": event.seats,
        "supper": event.supper,
        "state": event.state,
        "set_at": event.made_at,
        "made_at": event.made_at,
        "known": None if event.tell_at else rows.known_values(event.as_known),
        "tell_at": event.tell_at,
    }
    number: int = tx.connection.execute(sa.insert(events).values(values).returning(events.c.id)).scalar_one()
    return number


def by_id(tx: Transaction, cluster_id: int, event_id: int) -> Event | None:
    """The event of that number, over or not."""
    return next(iter(_events(tx, rows.is_(cluster_id, event_id))), None)


def upcoming(tx: Transaction, cluster_id: int, start: datetime, end: datetime | None = None) -> list[Event]:
    """What begins between the two, soonest first; not what was cancelled.

    What is for a group only stands in it, too: `Near.may_see` knows for whom.
    """
    when = [events.c.starts_at >= start, events.c.state == EventState.OPEN]
    if end is not None:
        when.append(events.c.starts_at < end)
    return _events(tx, events.c.cluster_id == cluster_id, *when)


def of_group(tx: Transaction, cluster_id: int, group_id: int, start: datetime, end: datetime) -> list[Event]:
    """What a group has between the two, soonest first."""
    return [event for event in upcoming(tx, cluster_id, start, end) if group_id in event.audience.groups]


def mine(tx: Transaction, person: Person, now: datetime) -> list[Event]:
    """What they come to, perhaps or if there is a seat, and what they run; until it is over."""
    theirs = sa.select(event_answers.c.event_id).where(
        event_answers.c.cluster_id == person.cluster_id,
        event_answers.c.person_id == person.id,
        event_answers.c.answer != Coming.NO,
    )
    either = sa.or_(events.c.id.in_(theirs), events.c.organiser_id == person.id)
    return _events(tx, events.c.cluster_id == person.cluster_id, events.c.over_at > now, either)


def _events(tx: Transaction, *which: sa.ColumnElement[bool]) -> list[Event]:
    query = sa.select(events).where(*which).order_by(events.c.starts_at, events.c.id)
    return [rows.read(row) for row in tx.connection.execute(query)]
