"""Days, as people mean them: today where they live, and half a year from now."""

from calendar import monthrange
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def in_zone(moment: datetime, zone: str) -> datetime:
    """The same moment, as the clocks show it there."""
    return moment.astimezone(ZoneInfo(zone))


def local_day(now: datetime, zone: str) -> date:
    """Which day it is there."""
    return in_zone(now, zone).date()


def moment_of(day: date, clock: time, zone: str) -> datetime:
    """When the clocks there show that time on that day, in UTC."""
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)


def midnight(now: datetime, zone: str) -> datetime:
    """When today began there, in UTC."""
    return moment_of(local_day(now, zone), time(), zone)


def months_on(day: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
