"""Words in, a reading out. A phrase is a day, a time, or one after the other, and nothing else."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import partial
from typing import TypeAlias, TypeVar

from domain.dates import written
from domain.dates.clock_changes import comes_twice, instead_of_skipped
from domain.dates.clocks import Bounds, read_clock, split_part
from domain.dates.days import FORMS, Days, Here, read_days
from domain.dates.lengths import read_length
from domain.dates.readings import (
    Ambiguous,
    Hours,
    Mismatch,
    NotUnderstood,
    Reading,
    Refusal,
    Skipped,
    When,
    Why,
)
from domain.dates.words import Wording, plain
from domain.days import in_zone

_FORMS = (*written.FORMS, *FORMS)
_UNTIL = Wording(r"(?:senest|til og med|indtil|til|until|till|by) (?P<day>.+)")
_FROM_NOW = Wording(r"(?:om|in) (?P<length>.+)")
_SEASON = Wording(r"(?P<said>.+?) \(?(?P<season>sommertid|vintertid|summer time|winter time)\)?")
_WINTER = {"vintertid", "winter time"}
_TWO = 2
_Found: TypeAlias = tuple[Days, set[Bounds]]
_T = TypeVar("_T")


def read(words: str, now: datetime, zone: str, language: str) -> Reading:
    """A day, a time, or both, there; never a time that is gone by. `now` is aware."""
    said, here = plain(words), Here(in_zone(now, zone), zone, language)
    season = _SEASON.fullmatch(said)
    if season:
        return _in_season(read(season["said"], now, zone, language), season["season"])
    soon = _from_now(said, here)
    if soon:
        return soon
    try:
        found = _both(said, here)
        return _decided(found, here) if found else _hours(read_clock(said, "", bare=False))
    except Refusal as refusal:
        return NotUnderstood(refusal.why)


def read_day(words: str, now: datetime, zone: str, language: str) -> Reading:
    """A day and no time: also "senest fredag", "until Friday"."""
    said, here = plain(words), Here(in_zone(now, zone), zone, language)
    until = _UNTIL.fullmatch(said)
    try:
        days = list(read_days(until["day"] if until else said, here, _FORMS))
        return _decided([(one, set()) for one in days], here)
    except Refusal as refusal:
        return NotUnderstood(refusal.why)


def read_hours(words: str) -> Hours | Ambiguous | NotUnderstood:
    """A time and no day: also a number alone."""
    try:
        return _hours(read_clock(plain(words), "", bare=True))
    except Refusal as refusal:
        return NotUnderstood(refusal.why)


def settle(day: date, hours: Hours | Ambiguous, now: datetime, zone: str) -> Reading:
    """That time of that day. NotUnderstood when it is gone by."""
    each = hours.options if isinstance(hours, Ambiguous) else (hours,)
    here = Here(in_zone(now, zone), zone, "")
    return _ahead_of(here, {When(day, one.start, one.end) for one in each if one.start is not None})


def _both(said: str, here: Here) -> list[_Found]:
    """Every day in it with the times beside it. Raises Refusal when it says only what there is not."""
    found: list[_Found] = []
    refused: list[Refusal] = []
    for day_words, clock_words in _splits(said):
        try:
            found += _day_with_clock(day_words, clock_words, here)
        except Refusal as refusal:
            refused.append(refusal)
    if refused and not found:
        raise refused[0]
    return found


def _splits(said: str) -> Iterator[tuple[str, str]]:
    """The words of the day and those of the time: the one, then the other."""
    yield said, ""
    words = said.split(" ")
    for at in range(1, len(words)):
        first, second = " ".join(words[:at]), " ".join(words[at:])
        yield first, second
        yield second, first


def _day_with_clock(day_words: str, clock_words: str, here: Here) -> list[_Found]:
    """Both halves must be read to the last word, before either may say that there is no such thing."""
    found: list[_Found] = []
    refused: list[Refusal] = []
    for said, part in dict.fromkeys(((day_words, ""), split_part(day_words))):
        days, no_day = _tried(partial(read_days, said, here, _FORMS))
        bounds, no_time = _tried(partial(read_clock, clock_words, part, bare=False))
        if not (days or no_day) or (clock_words and not (bounds or no_time)):
            continue
        refused += [refusal for refusal in (no_day, no_time) if refusal]
        found += [(one, set(bounds)) for one in days if not no_time]
    if refused and not found:
        raise refused[0]
    return found


def _tried(read_it: Callable[[], Iterable[_T]]) -> tuple[list[_T], Refusal | None]:
    try:
        return list(read_it()), None
    except Refusal as refusal:
        return [], refusal


def _decided(found: list[_Found], here: Here) -> Reading:
    torn = [one for one in found if one[0].torn]
    if torn:
        return _torn(*torn[0], here) if len(found) == 1 else NotUnderstood()
    whens = {when for days, bounds in found for day in days.days for when in _whens(day, bounds)}
    return _ahead_of(here, whens)


def _ahead_of(here: Here, whens: set[When]) -> Reading:
    ahead = sorted((when for when in whens if _ahead(when, here)), key=_order)
    if not ahead:
        return NotUnderstood(Why.GONE if whens else Why.UNKNOWN)
    return _settled(ahead[0], here) if len(ahead) == 1 else _either(ahead)


def _either(ahead: list[When]) -> Reading:
    """Two are asked about. More, where only the times are many: which day comes first."""
    days = sorted({when.day for when in ahead})
    if len(ahead) == _TWO:
        return Ambiguous((ahead[0], ahead[1]))
    return Ambiguous((When(days[0]), When(days[1]))) if len(days) == _TWO else NotUnderstood()


def _torn(days: Days, bounds: set[Bounds], here: Here) -> Reading:
    by_date, by_weekday = ((_whens(day, bounds) if len(bounds) == 1 else [When(day)])[0] for day in days.days)
    if _ahead(by_date, here) and _ahead(by_weekday, here):
        return Mismatch(by_date, by_weekday)
    return NotUnderstood(Why.GONE)


def _whens(day: date, bounds: set[Bounds]) -> list[When]:
    return [When(day, *_times(one)) for one in bounds] or [When(day)]


def _times(bounds: Bounds) -> tuple[time, time | None]:
    start, end = bounds
    return _time(start), None if end is None else _time(end)


def _time(minutes: int) -> time:
    hour, minute = divmod(minutes, 60)
    return time(hour % 24, minute)


def _ahead(when: When, here: Here) -> bool:
    if when.start is None:
        return when.day >= here.today
    return when.begins(here.zone) > here.now


def _order(when: When) -> tuple[date, time]:
    return when.day, when.start or time()


def _settled(when: When, here: Here) -> Reading:
    """The night the clocks change is named."""
    instead = instead_of_skipped(when, here.zone)
    if instead:
        return Skipped(when, instead)
    if comes_twice(when, here.zone):
        return Ambiguous((when, replace(when, second=True)))
    return when


def _hours(found: set[Bounds]) -> Hours | Ambiguous | NotUnderstood:
    each = [Hours(*_times(bounds)) for bounds in sorted(found, key=lambda bounds: bounds[0])]
    if len(each) == _TWO:
        return Ambiguous((each[0], each[1]))
    return each[0] if len(each) == 1 else NotUnderstood()


def _in_season(reading: Reading, season: str) -> Reading:
    """Summer time or winter time says which of two; where there are not two, it makes no sense."""
    if isinstance(reading, Ambiguous):
        for option in reading.options:
            if isinstance(option, When) and reading.options[0] == replace(option, second=False):
                return reading.options[season in _WINTER]
    return NotUnderstood()


def _from_now(said: str, here: Here) -> When | None:
    """In two hours."""
    found = _FROM_NOW.fullmatch(said)
    length = read_length(found["length"]) if found else None
    if length is None:
        return None
    then = (here.now.astimezone(UTC) + length).astimezone(here.now.tzinfo)
    return When(then.date(), time(then.hour, then.minute), second=bool(then.fold))
