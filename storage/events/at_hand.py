"""Events: written down, found, and what comes."""

from datetime import datetime

import sqlalchemy as sa

from domain.audience import Audience
from domain.events import Coming as Said
from domain.events import Event, EventState
from domain.news import Coming
from domain.people import Person
from storage.events import rows
from storage.prepared import Prepared
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


def in_brief(
    tx: Transaction, cluster_id: int, start: datetime, end: datetime
) -> list[tuple[Audience, Coming]]:
    """The same as a digest tells it, with whom it is for: of several hundred, a fifth of the time."""
    rows = _BRIEF.rows(tx, cluster=cluster_id, start=start, end=end)
    return [(Audience.read(row.audience), Coming(row.title, row.starts_at, row.place)) for row in rows]


def mine(tx: Transaction, person: Person, now: datetime) -> list[Event]:
    """What they come to, perhaps or if there is a seat, and what they run; until it is over."""
    theirs = sa.select(event_answers.c.event_id).where(
        event_answers.c.cluster_id == person.cluster_id,
        event_answers.c.person_id == person.id,
        event_answers.c.answer != Said.NO,
    )
    either = sa.or_(events.c.id.in_(theirs), events.c.organiser_id == person.id)
    return _events(tx, events.c.cluster_id == person.cluster_id, events.c.over_at > now, either)


def _events(tx: Transaction, *which: sa.ColumnElement[bool]) -> list[Event]:
    query = sa.select(events).where(*which).order_by(events.c.starts_at, events.c.id)
    return [rows.read(row) for row in tx.connection.execute(query)]


_BRIEF = Prepared(
    sa.select(events.c.audience, events.c.title, events.c.starts_at, events.c.place)
    .where(
        events.c.cluster_id == sa.bindparam("cluster"),
        events.c.starts_at >= sa.bindparam("start"),
        events.c.starts_at < sa.bindparam("end"),
        events.c.state == EventState.OPEN,
    )
    .order_by(events.c.starts_at, events.c.id)
)
