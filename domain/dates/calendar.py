"""Counting days: the next 28th, the Wednesday of a week, the last Friday of a month."""

from calendar import monthrange
from datetime import date, timedelta

from domain.dates.readings import Refusal, Why
from domain.days import months_on

WEEK = timedelta(days=7)
LONGEST = timedelta(days=731)
"""Two years: a day further off is a slip of the pen."""
_LATELY = timedelta(days=62)
"""A weekday and date that went together this lately are a day gone by, not a slip."""
_LEAP = 9
"""Years until 29 February comes at the latest."""
_THURSDAY = 3


def checked(day: date, today: date) -> date:
    """A day to come, and not too far off. Raises Refusal."""
    if day < today:
        raise Refusal(Why.GONE)
    if day - today > LONGEST:
        raise Refusal(Why.FAR)
    return day


def day_of(year: int, month: int, day: int) -> date:
    """Raises Refusal where there is none."""
    try:
        return date(year, month, day)
    except ValueError as no_such:
        raise Refusal(Why.NO_DAY) from no_such


def next_date(today: date, month: int, day: int) -> date:
    """This year's or the next year's; 29 February may have to wait. Raises Refusal."""
    return _next([(today.year + ahead, month) for ahead in range(_LEAP)], day, today)


def next_of_month(today: date, day: int) -> date:
    """The next such day of a month, in a month that has one. Raises Refusal."""
    months = [divmod(today.year * 12 + today.month - 1 + ahead, 12) for ahead in range(3)]
    return _next([(year, month + 1) for year, month in months], day, today)


def coming(today: date, weekday: int) -> date:
    """The next one after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def this_or_coming(today: date, weekday: int) -> tuple[date, ...]:
    """The next one; on that very day, today and the next."""
    after = coming(today, weekday)
    return (today, after) if today.weekday() == weekday else (after,)


def in_week(today: date, weekday: int, weeks: int) -> date:
    """That day of this week (0), the next (1), and so on; weeks begin on Monday."""
    return today + timedelta(days=weekday - today.weekday()) + weeks * WEEK


def in_numbered_week(today: date, weekday: int, week: int) -> date:
    """That day of the next week with that number. Raises Refusal."""
    years = range(today.year - 1, today.year + _LEAP)
    days = [date.fromisocalendar(year, week, weekday + 1) for year in years if 1 <= week <= weeks_in(year)]
    found = next((day for day in days if day >= today), None)
    if found is None:
        raise Refusal(Why.NO_DAY)
    return found


def weeks_in(year: int) -> int:
    """52 or 53: 28 December is always in the last one."""
    return date(year, 12, 28).isocalendar().week


def of_month(today: date, month: int, weekday: int, count: int) -> date:
    """The first (1), second, ... or last (-1) such weekday of the next such month. Raises Refusal."""
    for year in (today.year, today.year + 1):
        first, days = date(year, month, 1), monthrange(year, month)[1]
        all_ = [first + timedelta(days=ahead) for ahead in range(days)]
        fitting = [day for day in all_ if day.weekday() == weekday]
        if count > len(fitting):
            raise Refusal(Why.NO_DAY)
        found = fitting[count - 1 if count > 0 else count]
        if found >= today:
            return found
    raise Refusal(Why.NO_DAY)


def month_end(today: date, month: int) -> date:
    """The last day of the next such month."""
    year = today.year + (month < today.month)
    return date(year, month, monthrange(year, month)[1])


def nearest(day: date, weekday: int, today: date) -> date:
    """The nearest such weekday that is not gone."""
    found = day + timedelta(days=(weekday - day.weekday() + _THURSDAY) % 7 - _THURSDAY)
    return found if found >= today else found + WEEK


def was_lately(day: date, weekday: int, today: date) -> bool:
    """Whether the same date, a year or a month before `day`, was that weekday and is only just gone."""
    earlier = (months_on(day, -1), months_on(day, -12))
    return any(
        before.day == day.day and before.weekday() == weekday and today - _LATELY <= before < today
        for before in earlier
    )


def _next(months: list[tuple[int, int]], day: int, today: date) -> date:
    found = []
    for year, month in months:
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    ahead = next((one for one in found if one >= today), None)
    if ahead is None:
        raise Refusal(Why.NO_DAY)
    return ahead
