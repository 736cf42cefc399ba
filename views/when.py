"""A day and a time, said in full and for certain: "lørdag den 28. november 2026 kl. 14.00"."""

from datetime import datetime

from domain.dates import When
from domain.dates.clock_changes import comes_twice
from domain.days import in_zone
from domain.feasts import feast
from domain.message import Html
from views.words import Words


def in_full(words: Words, when: When, zone: str) -> Html:
    """With weekday, date, year and time, so that it can only be understood in one way, there."""
    if when.start is None:
        return Html(words.weekday(when.day))
    clock = Html(hours_of(words, when))
    said = words("when.at", day=words.weekday(when.day), clock=clock)
    if not comes_twice(when, zone):
        return said
    return words("when.winter" if when.second else "when.summer", when=said)


def in_short(words: Words, when: When, zone: str) -> str:
    """For a button, where the year is left out: "lør. 28. nov. kl. 14.00–16.00"."""
    if when.start is None:
        return words.short_day(when.day)
    clock = hours_of(words, when)
    if comes_twice(when, zone):
        clock = words.label("when.o_clock", clock=clock)
        return words.label("when.winter" if when.second else "when.summer", when=clock)
    return words.label("when.at", day=words.short_day(when.day), clock=clock)


def moment(words: Words, at: datetime, zone: str) -> Html:
    """A moment in full, as the clocks show it there."""
    return in_full(words, When.of(at, zone), zone)


def short_moment(words: Words, at: datetime, zone: str) -> Html:
    """The same for a list, where the year is left out."""
    local = in_zone(at, zone)
    return words("when.at", day=words.short_day(local.date()), clock=words.clock(local.time()))


def feast_on(words: Words, when: When) -> Html | None:
    """That it is a day Danes keep, if it is one."""
    name = feast(when.day)
    return words("when.feast", feast=words(f"feast.{name}")) if name else None


def hours_of(words: Words, when: When) -> str:
    """From, and to: "14.00–16.00"."""
    parts = [words.clock(at) for at in (when.start, when.end) if at is not None]
    return "–".join(parts)
