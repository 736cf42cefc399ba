"""The file for one's own calendar, read again by a calendar's own reader."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import icalendar
import pytest

from domain.dates import When
from domain.events import Event, EventState, LocalTime, Spot
from tests.views.test_screens_fit import CLUSTER
from views.calendar import draw
from views.words import Words

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def drawn(event: Event) -> icalendar.Calendar:
    file = draw(Words("da"), CLUSTER, event, NOW)
    assert file.name == "arrangement.ics"
    return icalendar.Calendar.from_ical(file.content)


def planned(when: When, **more: object) -> Event:
    event = Event(
        7, 1, "Banko; med, kager\nBEGIN:VEVENT", LocalTime(when, "Europe/Copenhagen"), "Skolen", NOW
    )
    return Event(**{**event.__dict__, **more})


@pytest.mark.parametrize(
    ("day", "clock", "second", "utc"),
    [
        (date(2026, 11, 28), time(14), False, "2026-11-28T13:00"),
        (date(2026, 7, 1), time(19), False, "2026-07-01T17:00"),
        (date(2026, 3, 29), time(2, 30), False, "2026-03-29T01:30"),
        (date(2026, 10, 25), time(2, 15), False, "2026-10-25T00:15"),
    ],
)
def test_it_is_at_that_moment_by_the_file_s_own_clocks(day: date, clock: time, second: bool, utc: str):
    calendar = drawn(planned(When(day, clock, second=second)))
    (event,) = calendar.walk("VEVENT")
    assert event["dtstart"].dt.astimezone(UTC) == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/Copenhagen"
    own = zone.to_tz()
    for moment in (datetime(2026, 1, 15, 12), datetime(2026, 7, 15, 12), datetime(2026, 10, 26, 12)):
        ours = moment.replace(tzinfo=own).utcoffset()
        assert ours == moment.replace(tzinfo=ZoneInfo("Europe/Copenhagen")).utcoffset()


def test_a_newer_file_takes_the_place_of_the_older():
    (event,) = drawn(planned(When(date(2026, 11, 28), time(14)), sequence=3)).walk("VEVENT")
    assert (event["uid"], event["sequence"], event["status"]) == ("event-7@x", 3, "CONFIRMED")
    (event,) = drawn(planned(When(date(2026, 11, 28), time(14)), state=EventState.CANCELLED)).walk("VEVENT")
    assert event["status"] == "CANCELLED"


def test_nobody_can_write_a_second_event_into_a_title():
    calendar = drawn(planned(When(date(2026, 11, 28), time(14), time(16)), spot=Spot(55.5, 11.8)))
    (event,) = calendar.walk("VEVENT")
    assert event["summary"] == "Banko; med, kager\nBEGIN:VEVENT"
    assert event["geo"].to_ical() == "55.5;11.8"
    assert event["dtend"].dt.astimezone(UTC) == datetime(2026, 11, 28, 15, tzinfo=UTC)


def test_all_day_is_a_day():
    (event,) = drawn(planned(When(date(2026, 11, 28)))).walk("VEVENT")
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 11, 28), date(2026, 11, 29))
