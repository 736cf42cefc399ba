"""When somebody is reminded: only where it helps, never at night, and by the clock on the wall."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import When
from domain.events import LocalTime
from domain.quiet import outside_quiet_hours
from domain.reminders import HELPS, Which, due, next_due, reminders, tell_at

ZONE = "Europe/Copenhagen"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def at(day: str, clock: str) -> LocalTime:
    return LocalTime(When(date.fromisoformat(day), time.fromisoformat(clock)), ZONE)


def local(day: str, clock: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), ZoneInfo(ZONE)).astimezone(
        UTC
    )


def planned(when: LocalTime, set_at: datetime = LONG_AGO) -> list[tuple[str, str]]:
    return [(one.which, f"{one.at.astimezone(ZoneInfo(ZONE)):%d %H:%M}") for one in reminders(when, set_at)]


@pytest.mark.parametrize(
    ("day", "clock", "wanted"),
    [
        ("2026-11-28", "14:00", [("24h", "27 14:00"), ("2h", "28 12:00")]),
        ("2026-11-28", "07:00", [("24h", "27 08:00"), ("2h", "27 20:00")]),
        ("2026-11-28", "08:10", [("24h", "27 08:10"), ("2h", "27 20:00")]),
        ("2026-11-28", "09:00", [("24h", "27 09:00"), ("2h", "28 08:00")]),
        ("2026-11-28", "22:30", [("24h", "28 08:00"), ("2h", "28 20:30")]),
        ("2026-11-28", "23:30", [("24h", "28 08:00"), ("2h", "28 20:00")]),
        ("2026-11-28", "01:00", [("24h", "27 08:00"), ("2h", "27 20:00")]),
        ("2026-03-29", "02:30", [("24h", "28 08:00"), ("2h", "28 20:00")]),
        ("2026-03-29", "10:00", [("24h", "28 10:00"), ("2h", "29 08:00")]),
        ("2026-10-25", "10:00", [("24h", "24 10:00"), ("2h", "25 08:00")]),
    ],
)
def test_they_come_by_day(day: str, clock: str, wanted: list[tuple[str, str]]):
    assert planned(at(day, clock)) == wanted


def test_whoever_was_told_of_the_time_afterwards_is_not_reminded_of_it():
    when = at("2026-11-28", "14:00")
    assert planned(when, local("2026-11-27", "15:00")) == [("2h", "28 12:00")]
    assert planned(when, local("2026-11-28", "12:30")) == []


@pytest.mark.parametrize(
    ("day", "clock", "wanted"),
    [
        ("2026-11-27", "13:59", []),
        ("2026-11-27", "14:00", [Which.DAY]),
        ("2026-11-27", "20:59", [Which.DAY]),
        ("2026-11-27", "21:00", []),
        ("2026-11-28", "07:59", []),
        ("2026-11-28", "08:00", [Which.DAY]),
        ("2026-11-28", "11:01", []),
        ("2026-11-28", "13:45", [Which.HOURS]),
        ("2026-11-28", "13:46", []),
        ("2026-11-28", "14:00", []),
    ],
)
def test_late_is_written_while_it_helps(day: str, clock: str, wanted: list[Which]):
    now = local(day, clock)
    found = due(at("2026-11-28", "14:00"), LONG_AGO, now)
    assert [one.which for one in found] == wanted
    assert all(outside_quiet_hours(one.until, ZONE) == one.until for one in found)


def test_none_is_due_that_could_not_leave_before_the_night():
    last = local("2026-11-27", "20:59:59")
    when = at("2026-11-28", "14:00")
    assert [one.until for one in due(when, LONG_AGO, last)] == [last]
    assert due(when, LONG_AGO, last + timedelta(milliseconds=1)) == []


def test_the_next_one_after_a_night_is_in_the_morning():
    when = at("2026-11-28", "14:00")
    assert next_due(when, LONG_AGO, local("2026-11-27", "12:00")) == local("2026-11-27", "14:00")
    assert next_due(when, LONG_AGO, local("2026-11-28", "13:50")) is None


@given(
    minutes=st.integers(0, 60 * 24 * 730),
    before=st.integers(0, 60 * 24 * 5),
    step=st.integers(0, 60 * 24 * 5),
)
def test_whatever_the_hour_none_is_at_night_too_late_or_too_early(minutes: int, before: int, step: int):
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    wall = start.astimezone(ZoneInfo(ZONE))
    when = LocalTime(When(wall.date(), wall.time(), second=bool(wall.fold)), ZONE)
    assert when.starts_at == start
    set_at = start - timedelta(minutes=before)
    now = set_at + timedelta(minutes=step)
    for one in due(when, set_at, now):
        assert set_at <= one.at <= now <= one.until <= start - HELPS[one.which]
        assert outside_quiet_hours(now, ZONE) == now
        assert outside_quiet_hours(one.at, ZONE) == one.at


def test_a_change_is_told_after_a_pause_at_once_when_near_and_by_day():
    start = local("2026-11-28", "14:00")
    noon = local("2026-11-26", "12:00")
    assert tell_at(noon, (start,), ZONE) == noon + timedelta(minutes=10)
    assert tell_at(start - timedelta(hours=3), (start,), ZONE) == start - timedelta(hours=3)
    night = local("2026-11-26", "22:00")
    assert tell_at(night, (start,), ZONE) == local("2026-11-27", "08:00")
    near_night = local("2026-11-28", "05:00")
    assert tell_at(near_night, (start,), ZONE) == near_night + timedelta(minutes=10)
