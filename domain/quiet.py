"""When nobody wants a message: from nine in the evening to eight in the morning, local time."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING, EVENING = time(8), time(21)


def next_morning(now: datetime, zone: str) -> datetime:
    """The first eight o'clock in the morning after `now`, in UTC."""
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, ZoneInfo(zone)).astimezone(UTC)


def outside_quiet_hours(now: datetime, zone: str) -> datetime:
    """`now`, or the next morning when it is night."""
    local = now.astimezone(ZoneInfo(zone)).time()
    return now if MORNING <= local < EVENING else next_morning(now, zone)


def next_evening(now: datetime, zone: str) -> datetime:
    """The first nine o'clock in the evening after `now`, in UTC: what is not out then would wake somebody."""
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() < EVENING else local.date() + timedelta(days=1)
    return datetime.combine(day, EVENING, ZoneInfo(zone)).astimezone(UTC)
