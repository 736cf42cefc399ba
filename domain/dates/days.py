"""Days: "på fredag", "21/1", "lørdag den 28. november 2026", "om 14 dage", "næste onsdag".

Every form is a pattern for all of the words, and the day they mean; both, where two may be meant.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from domain.dates.calendar import (
    WEEK,
    checked,
    coming,
    in_numbered_week,
    in_week,
    month_end,
    of_month,
    this_or_coming,
)
from domain.dates.readings import Refusal, Why
from domain.dates.words import COUNTS, MONTHS, ORDINALS, WEEKDAYS, Wording, any_of
from domain.days import months_on
from domain.feasts import NAMED, feast_of, next_feast

STILL_NIGHT = time(4)
"""Until then "tomorrow" may be the day that comes when one has slept."""


@dataclass(frozen=True)
class Days:
    """One day, or two that may be meant; `torn`: first by the date, then by the weekday."""

    days: tuple[date, ...]
    torn: bool = False


@dataclass(frozen=True)
class Here:
    """Where the words are read: the local time, and the language that settles which number is the month."""

    now: datetime
    zone: str
    language: str

    @property
    def today(self) -> date:
        """The day it is."""
        return self.now.date()


Form: TypeAlias = tuple[Wording, Callable[[re.Match[str], Here], Days]]

WEEKDAY = rf"(?P<weekday>{any_of(WEEKDAYS)})\.?"
MONTH = rf"(?P<month>{any_of(MONTHS)})\.?"
_COUNT = rf"(?P<count>\d{{1,3}}|{any_of(COUNTS)})"
_ORDINAL = rf"(?P<ordinal>[1-5]\.|sidste|last|{any_of(ORDINALS)})"
_UNITS = {"dag": 1, "day": 1, "uge": 7, "week": 7, "måned": 30, "month": 30, "år": 365, "year": 365}
_MONTHS_IN = {30: 1, 365: 12}
_GONE = rf"i går|i forgårs|yesterday|i (?:{any_of(WEEKDAYS)})s|last (?:{any_of(WEEKDAYS)})"
_TOMORROW = r"i morgen|tomorrow"
_TODAY, _AFTER = r"i dag|today", r"i overmorgen|overmorgen|(?:the )?day after tomorrow"
_EIGHT = {"8", "otte"}


def _weekday(found: re.Match[str], here: Here) -> Days:
    weekday = WEEKDAYS[found["weekday"]]
    if found["lead"] in {None, "on"}:
        return Days(this_or_coming(here.today, weekday))
    return Days((coming(here.today, weekday),))


def _next_weekday(found: re.Match[str], here: Here) -> Days:
    """The coming one for some, the one of next week for others."""
    first = coming(here.today, WEEKDAYS[found["weekday"]])
    return Days((first, first + WEEK))


def _after_a_week(found: re.Match[str], here: Here) -> Days:
    return Days((coming(here.today, WEEKDAYS[found["weekday"]]) + WEEK,))


def _in_this_or_next_week(found: re.Match[str], here: Here) -> Days:
    weeks = 0 if found["which"] in {"denne", "this"} else 1
    return Days((in_week(here.today, WEEKDAYS[found["weekday"]], weeks),))


def _in_numbered_week(found: re.Match[str], here: Here) -> Days:
    return Days((in_numbered_week(here.today, WEEKDAYS[found["weekday"]], int(found["week"])),))


def _today(_found: re.Match[str], here: Here) -> Days:
    return Days((here.today,))


def _tomorrow(_found: re.Match[str], here: Here) -> Days:
    after = here.today + timedelta(days=1)
    return Days((here.today, after) if here.now.time() < STILL_NIGHT else (after,))


def _day_after(_found: re.Match[str], here: Here) -> Days:
    return Days((here.today + timedelta(days=2),))


def _gone(_found: re.Match[str], _here: Here) -> Days:
    raise Refusal(Why.GONE)


def _ahead(found: re.Match[str], here: Here) -> Days:
    """Eight days are a week to a Dane, and eight days to somebody who counts."""
    count = int(found["count"]) if found["count"].isdecimal() else COUNTS[found["count"]]
    each = next(days for unit, days in _UNITS.items() if found["unit"].startswith(unit))
    if not count:
        raise Refusal(Why.UNKNOWN)
    if found["count"] in _EIGHT and found["unit"] == "dage":
        return Days((here.today + WEEK, here.today + timedelta(days=8)))
    if each in _MONTHS_IN:
        return Days((months_on(here.today, count * _MONTHS_IN[each]),))
    return Days((here.today + timedelta(days=count * each),))


def _fixed(days: int) -> Callable[[re.Match[str], Here], Days]:
    return lambda _found, here: Days((here.today + timedelta(days=days),))


def _half_a_year(_found: re.Match[str], here: Here) -> Days:
    return Days((months_on(here.today, 6),))


def _of_month(found: re.Match[str], here: Here) -> Days:
    word = found["ordinal"].rstrip(".")
    count = -1 if word in {"sidste", "last"} else int(word) if word.isdecimal() else ORDINALS[word]
    month, weekday = MONTHS[found["month"]], WEEKDAYS[found["weekday"]]
    if not found["year"]:
        return Days((of_month(here.today, month, weekday, count),))
    return Days((of_month(date(int(found["year"]), month, 1), month, weekday, count),))


def _month_end(found: re.Match[str], here: Here) -> Days:
    return Days((month_end(here.today, MONTHS[found["month"]]),))


def _feast(found: re.Match[str], here: Here) -> Days:
    name = NAMED[found["feast"]]
    day = feast_of(name, int(found["year"])) if found["year"] else next_feast(name, here.today)
    return Days((day,))


_LEAD = r"(?:(?P<lead>nu på|nu|på|on|this coming|this|coming|førstkommende|kommende|den kommende|denne) )?"
_WHICH = r"(?P<which>denne|næste|this|next) (?:uge|week)"
FORMS: tuple[Form, ...] = (
    (Wording(_LEAD + WEEKDAY), _weekday),
    (Wording(rf"(?:næste|næstkommende|next) {WEEKDAY}"), _next_weekday),
    (Wording(rf"(?:på )?{WEEKDAY} (?:om en uge|om otte dage|om 8 dage|week)"), _after_a_week),
    (Wording(rf"(?:a|one) week on {WEEKDAY}"), _after_a_week),
    (Wording(rf"(?:på |on )?{WEEKDAY} (?:i |of )?{_WHICH}"), _in_this_or_next_week),
    (Wording(rf"(?:på |on )?{WEEKDAY} (?:i uge|uge|in week|week) (?P<week>\d{{1,2}})"), _in_numbered_week),
    (Wording(_TODAY), _today),
    (Wording(_TOMORROW), _tomorrow),
    (Wording(_AFTER), _day_after),
    (Wording(_GONE), _gone),
    (
        Wording(
            rf"(?:om|in|i dag om) {_COUNT} (?P<unit>dage?|uger?|måned(?:er)?|år|days?|weeks?|months?|years?)"
        ),
        _ahead,
    ),
    (Wording(r"in (?:a|one) fortnight"), _fixed(14)),
    (Wording(r"om et halvt år|in (?:half a year|six months)"), _half_a_year),
    (Wording(rf"(?:den |the )?{_ORDINAL} {WEEKDAY} (?:i|in|of) {MONTH}(?: (?P<year>20\d\d))?"), _of_month),
    (Wording(rf"(?:udgangen af|the end of|end of) {MONTH}"), _month_end),
    (Wording(rf"(?P<feast>{any_of(NAMED)})(?: (?P<year>20\d\d))?"), _feast),
)


def read_days(said: str, here: Here, forms: tuple[Form, ...]) -> Iterator[Days]:
    """Every way to read it as a day. Raises Refusal."""
    for pattern, meaning in forms:
        found = pattern.fullmatch(said)
        if found:
            days = meaning(found, here)
            yield Days(tuple(checked(day, here.today) for day in days.days), torn=days.torn)
