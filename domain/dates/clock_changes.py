"""The two nights a year when a time is missing or comes twice."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.dates.readings import When


def comes_twice(when: When, zone: str) -> bool:
    """Whether its start is in the hour that the clocks run through again."""
    return _shift(when, zone) < timedelta(0)


def instead_of_skipped(when: When, zone: str) -> When | None:
    """As much later, where the clocks skip its start; else None."""
    if when.start is None or _shift(when, zone) <= timedelta(0):
        return None
    local = datetime.combine(when.day, when.start, ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
    return When(local.date(), local.time(), when.end)


def _shift(when: When, zone: str) -> timedelta:
    """How far the clocks jump at that very time: forward is more than nothing."""
    if when.start is None:
        return timedelta(0)
    local = datetime.combine(when.day, when.start, ZoneInfo(zone))
    first, second = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    return (second or timedelta(0)) - (first or timedelta(0))
