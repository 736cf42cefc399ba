"""An event as a row, and a row as an event."""

from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa

from domain.audience import Audience
from domain.dates import When
from domain.events import Event, EventState, Known, LocalTime, Spot
from storage.tables import events

MINUTE = "%H:%M"


def when_values(when: LocalTime) -> dict[str, object]:
    """The columns that say when it is."""
    return {
        **_at_values(when.at),
        "day": when.at.day,
        "zone": when.zone,
        "starts_at": when.starts_at,
        "over_at": when.over_at,
    }


def known_values(known: Known) -> dict[str, object]:
    """What people were told, as it is kept."""
    return {
        "title": known.title,
        **_at_values(known.when.at),
        "day": known.when.at.day.isoformat(),
        "zone": known.when.zone,
        "place": known.place,
        "state": known.state,
        "version": known.version,
        "set_at": known.set_at.isoformat(),
    }


def read(row: "sa.Row[tuple[object, ...]]") -> Event:
    """The event of a row of `events`."""
    return Event(
        id=row.id,
        cluster_id=row.cluster_id,
        title=row.title,
        when=LocalTime(_at(row.day, row.start, row.finish, second=row.second), row.zone),
        place=row.place,
        made_at=row.made_at,
        organiser_id=row.organiser_id,
        spot=None if row.latitude is None else Spot(row.latitude, row.longitude),
        audience=Audience.read(row.audience),
        seats=row.seats,
        supper=row.supper,
        state=EventState(row.state),
        taken=row.taken,
        version=row.version,
        sequence=row.sequence,
        set_at=row.set_at,
        known=_known(row.known) if row.known else None,
        tell_at=row.tell_at,
        reason=row.reason,
        idea_id=row.idea_id,
        asked_at=row.asked_at,
        result=row.result,
        picture=row.picture,
        result_at=row.result_at,
    )


def is_(cluster_id: int, event_id: int) -> sa.ColumnElement[bool]:
    """That event, of that cluster."""
    return sa.and_(events.c.cluster_id == cluster_id, events.c.id == event_id)


def _known(kept: dict[str, Any]) -> Known:
    return Known(
        title=kept["title"],
        when=LocalTime(
            _at(date.fromisoformat(kept["day"]), kept["start"], kept["finish"], second=kept["second"]),
            kept["zone"],
        ),
        place=kept["place"],
        state=EventState(kept["state"]),
        version=kept["version"],
        set_at=datetime.fromisoformat(kept["set_at"]),
    )


def _at_values(at: When) -> dict[str, object]:
    return {
        "start": at.start and at.start.strftime(MINUTE),
        "finish": at.end and at.end.strftime(MINUTE),
        "second": at.second,
    }


def _at(day: date, start: str | None, finish: str | None, *, second: bool) -> When:
    return When(day, _clock(start), _clock(finish), second)


def _clock(kept: str | None) -> time | None:
    return time.fromisoformat(kept) if kept else None
