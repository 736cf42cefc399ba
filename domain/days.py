"""Days, as people mean them: today where they live, and half a year from now."""

from calendar import monthrange
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def local_day(now: datetime, zone: str) -> date:
    """Which day it is there."""
    return now.astimezone(ZoneInfo(zone)).date()


def midnight(now: datetime, zone: str) -> datetime:
    """When today began there, in UTC."""
    return datetime.combine(local_day(now, zone), time(), ZoneInfo(zone)).astimezone(UTC)


def months_on(day: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
