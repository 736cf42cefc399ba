"""What words about a day and a time can turn out to mean."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo

from domain.days import in_zone


class Why(StrEnum):
    """Why nothing was read."""

    UNKNOWN = "unknown"
    NO_DAY = "no-day"
    NO_TIME = "no-time"
    GONE = "gone"
    FAR = "far"


@dataclass(frozen=True)
class When:
    """A day; from `start`, where a time was said, to `end`, where that was said too. Local wall time.

    An end at or before the start is on the day after. `second`: the hour comes twice that night (the clocks
    go back), and the second time is meant.
    """

    day: date
    start: time | None = None
    end: time | None = None
    second: bool = False

    @classmethod
    def of(cls, moment: datetime, zone: str) -> "When":
        """That moment as the clocks show it there, to the minute."""
        local = in_zone(moment, zone)
        at = local.time().replace(second=0, microsecond=0, fold=0)
        return cls(local.date(), at, second=bool(local.fold))

    def begins(self, zone: str) -> datetime:
        """In UTC; a time that the clocks skip is as much later (02.30 is 03.30). Without a time: midnight."""
        return _utc(self.day, self.start or time(), zone, second=self.second)

    def ends(self, zone: str) -> datetime | None:
        """In UTC; never before it begins."""
        if self.end is None:
            return None
        later = self.start is not None and self.end <= self.start
        found = _utc(self.day + timedelta(days=later), self.end, zone, second=self.second)
        return max(found, self.begins(zone))

    @property
    def only_day(self) -> "When":
        """The day of it."""
        return When(self.day)


@dataclass(frozen=True)
class Hours:
    """A time and no day."""

    start: time
    end: time | None = None


@dataclass(frozen=True)
class Ambiguous:
    """It may mean either; which, only the person knows."""

    options: tuple[When, When] | tuple[Hours, Hours]


@dataclass(frozen=True)
class Mismatch:
    """Weekday and date do not go together: what it is if the date is right, and if the weekday is."""

    by_date: When
    by_weekday: When


@dataclass(frozen=True)
class Skipped:
    """There is no such time that night, because the clocks go forward; `instead` is as much later."""

    said: When
    instead: When


@dataclass(frozen=True)
class NotUnderstood:
    """Nothing was read, and nothing is guessed."""

    why: Why = Why.UNKNOWN


Reading: TypeAlias = When | Hours | Ambiguous | Mismatch | Skipped | NotUnderstood


class Refusal(Exception):
    """It has the form of a day or a time, but there is none such."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


def _utc(day: date, at: time, zone: str, *, second: bool) -> datetime:
    local = datetime.combine(day, at, ZoneInfo(zone)).replace(fold=int(second))
    return local.astimezone(ZoneInfo("UTC"))
