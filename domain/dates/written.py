"""Dates in figures: "21/1", "28.11.2026", "lørdag den 28. november", "the 6th of December", "2026-12-06"."""

import re
from datetime import date

from domain.dates.calendar import day_of, nearest, next_date, next_of_month, was_lately
from domain.dates.days import MONTH, WEEKDAY, Days, Form, Here
from domain.dates.readings import Refusal, Why
from domain.dates.words import MONTHS, ORDINALS, WEEKDAYS, Wording, any_of

_MOST_MONTHS = 12
_CENTURY, _SHORT = 100, 2

_BEFORE = rf"(?:(?:på |on )?{WEEKDAY} )?"
_THE = r"(?:på den |den |d\.? ?|the |on the |on )?"
_DAY = rf"(?P<day>\d{{1,2}}\.?|\d{{1,2}}(?:st|nd|rd|th)|{any_of(ORDINALS)})"
_YEAR = r"(?: (?P<year>\d{4}))?"


def _named(found: re.Match[str], here: Here) -> Days:
    return _fitting(found, here, {(_day(found["day"]), MONTHS[found["month"]])})


def _figures(found: re.Match[str], here: Here) -> Days:
    """Day and month; in English the month may come first, where both can be a month."""
    first, second = int(found["day"]), int(found["number"])
    orders = {(first, second)}
    if here.language == "en":
        orders |= {(second, first)}
        orders = {(day, month) for day, month in orders if month <= _MOST_MONTHS} or {(first, second)}
    return _fitting(found, here, orders)


def _only_day(found: re.Match[str], here: Here) -> Days:
    return _with_weekday(found, here, next_of_month(here.today, _day(found["day"])))


def _iso(found: re.Match[str], _here: Here) -> Days:
    return Days((day_of(int(found["year"]), int(found["number"]), int(found["day"])),))


def _fitting(found: re.Match[str], here: Here, orders: set[tuple[int, int]]) -> Days:
    days = [_dated(found["year"], month, day, here) for day, month in sorted(orders)]
    if len(days) == 1:
        return _with_weekday(found, here, days[0])
    weekday = found["weekday"]
    fitting = [day for day in days if not weekday or day.weekday() == WEEKDAYS[weekday]]
    return Days(tuple(fitting or days))


def _dated(year: str | None, month: int, day: int, here: Here) -> date:
    if not year:
        return next_date(here.today, month, day)
    full = int(year) if len(year) > _SHORT else here.today.year // _CENTURY * _CENTURY + int(year)
    return day_of(full, month, day)


def _with_weekday(found: re.Match[str], here: Here, day: date) -> Days:
    """The date, if the weekday goes with it; both, if it does not. Raises Refusal."""
    word = found["weekday"]
    if not word or day.weekday() == WEEKDAYS[word]:
        return Days((day,))
    year = found.groupdict().get("year")
    if not year and was_lately(day, WEEKDAYS[word], here.today):
        raise Refusal(Why.GONE)
    return Days((day, nearest(day, WEEKDAYS[word], here.today)), torn=day >= here.today)


def _day(word: str) -> int:
    figures = re.match("[0-9]+", word)
    return int(figures[0]) if figures else ORDINALS[word]


_FIGURES = r"(?P<day>\d{1,2})"
FORMS: tuple[Form, ...] = (
    (Wording(rf"{_BEFORE}{_THE}{_DAY}(?: of)? ?{MONTH}{_YEAR}"), _named),
    (Wording(rf"{_BEFORE}(?:on )?{MONTH} {_DAY}{_YEAR}"), _named),
    (
        Wording(rf"{_BEFORE}{_THE}{_FIGURES}/(?P<number>\d{{1,2}})(?:[-/ ](?P<year>\d{{4}}|(?<=[-/])\d\d))?"),
        _figures,
    ),
    (Wording(rf"{_BEFORE}{_THE}{_FIGURES}([.-])(?P<number>\d{{1,2}})[.-](?P<year>\d{{4}}|\d\d)"), _figures),
    (Wording(rf"{_BEFORE}(?:på den |den |d\.? ?|the |on the ){_DAY}"), _only_day),
    (Wording(rf"{_BEFORE}(?P<day>\d{{1,2}}(?:st|nd|rd|th))"), _only_day),
    (Wording(r"(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})"), _iso),
)
