"""When somebody is reminded of an event, and when no more: times in, times out.

The day before, whoever comes is asked whether they still do; two hours before, they are told once more. Both
only where it still helps, and never at night (`domain.quiet`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from domain.days import in_zone, local_day, moment_of
from domain.events import LocalTime
from domain.quiet import EVENING, next_morning, outside_quiet_hours

SOON = timedelta(hours=12)
"""What begins within that is told at night, too, when it changes."""
AT_ONCE = timedelta(hours=3)
"""What begins within that is told without waiting for further edits."""
PAUSE = timedelta(minutes=10)
"""So long nobody is told, so that three edits are one letter."""
BEFORE_NIGHT = time(20)
"""What would come at night, and in the morning too late, comes at that hour."""


class Which(StrEnum):
    """The two there are."""

    DAY = "24h"
    HOURS = "2h"


HELPS = {Which.DAY: timedelta(hours=3), Which.HOURS: timedelta(minutes=15)}
"""So long before the start it still helps."""
FRESH = {Which.DAY: timedelta(hours=12), Which.HOURS: timedelta(hours=3)}
"""Who answered so short a time before has not forgotten it."""


@dataclass(frozen=True)
class Reminder:
    """One of them: due at `at`, of no use after `until`, for whoever answered before `answered_before`."""

    which: Which
    at: datetime
    until: datetime

    @property
    def answered_before(self) -> datetime:
        """Whoever answered later is not reminded."""
        return self.at - FRESH[self.which]


def reminders(when: LocalTime, set_at: datetime) -> list[Reminder]:
    """Those there are for something that was put to that time at `set_at`; whoever was told then knows it."""
    return [one for one in _both(when) if set_at <= one.at <= one.until]


def due(when: LocalTime, set_at: datetime, now: datetime) -> list[Reminder]:
    """Those to be written now, however late, and not at night. `until` is the evening at the latest."""
    evening = _evening(now, when.zone)
    if outside_quiet_hours(now, when.zone) != now or now > evening:
        return []
    return [
        Reminder(one.which, one.at, min(one.until, evening))
        for one in reminders(when, set_at)
        if one.at <= now <= one.until
    ]


def next_due(when: LocalTime, set_at: datetime, after: datetime) -> datetime | None:
    """When the next of them is to be written."""
    moments = (
        one.at if one.at > after else next_morning(after, when.zone)
        for one in reminders(when, set_at)
        if one.until > after
    )
    return min((moment for moment in moments if moment > after), default=None)


def when_to_tell(now: datetime, starts_at: datetime, zone: str) -> datetime:
    """When a change is told: in the morning rather than at night, unless it begins soon."""
    return now if starts_at - now <= SOON else outside_quiet_hours(now, zone)


def tell_at(now: datetime, starts: Iterable[datetime], zone: str) -> datetime:
    """When a change is told: after a pause for further edits, at once where it begins soon.

    `starts`: when it was to begin, and when it is to begin now.
    """
    soonest = min((start for start in starts if start > now), default=now)
    if soonest - now <= AT_ONCE:
        return now
    return when_to_tell(now + PAUSE, soonest, zone)


def _both(when: LocalTime) -> Iterator[Reminder]:
    """The day before at the same hour by the clock there, whatever the clocks do in between."""
    start, wall = when.starts_at, in_zone(when.starts_at, when.zone)
    day_before = moment_of(wall.date() - timedelta(days=1), wall.time(), when.zone)
    for which, at in ((Which.DAY, day_before), (Which.HOURS, start - timedelta(hours=2))):
        until = start - HELPS[which]
        yield Reminder(which, _by_day(at, until, when.zone), until)


def _by_day(at: datetime, until: datetime, zone: str) -> datetime:
    """Not at night: in the morning, or where that is too late, before the night."""
    morning = outside_quiet_hours(at, zone)
    if morning <= until:
        return morning
    local = in_zone(at, zone)
    day = local.date() if local.time() >= EVENING else local.date() - timedelta(days=1)
    return moment_of(day, BEFORE_NIGHT, zone)


def _evening(now: datetime, zone: str) -> datetime:
    """The last second before the night."""
    return moment_of(local_day(now, zone), EVENING, zone) - timedelta(seconds=1)
