"""When nobody wants a message: from nine in the evening to eight in the morning, local time."""

from datetime import datetime, time, timedelta

from domain.days import in_zone, moment_of

MORNING, EVENING = time(8), time(21)


def next_morning(now: datetime, zone: str) -> datetime:
    """The first eight o'clock in the morning after `now`, in UTC."""
    return _next(MORNING, now, zone)


def outside_quiet_hours(now: datetime, zone: str) -> datetime:
    """`now`, or the next morning when it is night."""
    local = in_zone(now, zone).time()
    return now if MORNING <= local < EVENING else next_morning(now, zone)


def next_evening(now: datetime, zone: str) -> datetime:
    """The first nine o'clock in the evening after `now`, in UTC: what is not out then would wake somebody."""
    return _next(EVENING, now, zone)


def _next(clock: time, now: datetime, zone: str) -> datetime:
    local = in_zone(now, zone)
    day = local.date() if local.time() < clock else local.date() + timedelta(days=1)
    return moment_of(day, clock, zone)
