"""Days, as people mean them: today where they live, a day they wrote, and half a year from now."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LONGEST = timedelta(days=731)
"""Two years: a day further off is a slip of the pen."""
_WRITTEN = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?")


class GoneBy(Exception):
    """That day is in the past."""


class TooFar(Exception):
    """That day is more than two years off."""


def local_day(now: datetime, zone: str) -> date:
    """Which day it is there."""
    return now.astimezone(ZoneInfo(zone)).date()


def read_day(words: str, today: date) -> date | None:
    """The day of `12/6` (the next there is) or `12/6/2027`; None for anything else.

    Raises GoneBy and TooFar.
    """
    written = _WRITTEN.fullmatch(words.strip())
    if written is None:
        return None
    day, month, year = (int(part) if part else None for part in written.groups())
    found = _day(year, month, day) if year else _next(today, month, day)
    if found is not None and found < today:
        raise GoneBy
    if found is not None and found - today > LONGEST:
        raise TooFar
    return found


def months_on(day: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _next(today: date, month: int | None, day: int | None) -> date | None:
    """This year's, or else the next year's; 29 February may have to wait for a leap year."""
    days = (_day(today.year + ahead, month, day) for ahead in range(3))
    return next((found for found in days if found is not None and found >= today), None)


def _day(year: int | None, month: int | None, day: int | None) -> date | None:
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None
