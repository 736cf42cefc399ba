"""An event as a file for one's own calendar (iCalendar, RFC 5545)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar

from domain.attachments import File
from domain.clusters import Cluster
from domain.days import in_zone
from domain.events import Event, EventState
from views.words import Words

MAKER = "-//Klyngebot//Arrangementer//DA"
AROUND = timedelta(days=400)
"""So far around it the file says how the clocks go."""
DAY = timedelta(days=1)


def draw(words: Words, cluster: Cluster, event: Event, now: datetime) -> File:
    """The file. Opened again after a change, it takes the place of the older one."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_zone(event))
    calendar.add_component(entry(cluster, event, now))
    return File(words.label("events.calendar_file"), calendar.to_ical())


def entry(cluster: Cluster, event: Event, now: datetime) -> icalendar.Event:
    """One event. Its number stays the same for good, and `sequence` says which is the newest."""
    found = icalendar.Event()
    found.add("uid", f"event-{event.id}@{cluster.slug}")
    found.add("sequence", event.sequence)
    found.add("dtstamp", now)
    found.add("summary", event.title)
    found.add("location", event.place)
    found.add("status", "CANCELLED" if event.state is EventState.CANCELLED else "CONFIRMED")
    if event.spot is not None:
        found.add("geo", (event.spot.latitude, event.spot.longitude))
    if event.when.at.start is None:
        found.add("dtstart", event.when.at.day)
        found.add("dtend", event.when.at.day + DAY)
    else:
        found.add("dtstart", in_zone(event.starts_at, event.when.zone))
        found.add("dtend", in_zone(event.over_at, event.when.zone))
    return found


def _zone(event: Event) -> icalendar.Timezone:
    """How the clocks go there around that time: what they change to, and when."""
    zone = ZoneInfo(event.when.zone)
    found = icalendar.Timezone()
    found.add("tzid", event.when.zone)
    for at in _changes(zone, event.starts_at - AROUND, event.starts_at + AROUND):
        before, after = (at - timedelta(seconds=1)).astimezone(zone), at.astimezone(zone)
        part = icalendar.TimezoneDaylight() if after.dst() else icalendar.TimezoneStandard()
        part.add("dtstart", (at + (before.utcoffset() or timedelta(0))).replace(tzinfo=None))
        part.add("tzoffsetfrom", before.utcoffset())
        part.add("tzoffsetto", after.utcoffset())
        part.add("tzname", after.tzname())
        found.add_component(part)
    return found


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The beginning, and every moment at which the clocks are turned until the end."""
    yield start.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    day = start
    while day < end:
        if day.astimezone(zone).utcoffset() != (day + DAY).astimezone(zone).utcoffset():
            yield _turned(zone, day, day + DAY)
        day += DAY


def _turned(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The second at which they are turned between the two."""
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)
