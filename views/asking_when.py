"""What is shown under a question about a day and a time: picks, a month, times, the echo."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from domain.dates import Open, Unsure, When, keep
from domain.dialogue import AGAIN, Option
from domain.message import Html
from views.when import feast_on, hours_of, in_full, in_short
from views.words import Words

DEAD = "·"
YES = "yes"
_FAR = timedelta(days=183)


def picks(words: Words, whens: Sequence[When], zone: str, *, full: bool) -> list[Option]:
    """To choose at once. Days said in `full`, weekday and year, need not be said back."""
    if full:
        return [Option(keep(when, sure=True), words.weekday(when.day)) for when in whens]
    return [Option(keep(when), in_short(words, when, zone)) for when in whens]


def see_month(words: Words, first: date) -> Option:
    """The way into the grid."""
    return Option("", words.label("when.see_month"), opens=view(first))


def view(day: date) -> str:
    """The name of its month's grid."""
    return f"m{day:%Y%m}"


def grid(words: Words, first: date, earliest: date, latest: date) -> list[Option]:
    """A month, seven days to a row; a day that cannot be chosen is a dot, and its button does nothing."""
    here = view(first)
    monday = first - timedelta(days=first.weekday())
    heads = [
        Option("", words.short_weekday(monday + timedelta(days=ahead)), opens=here, beside=ahead > 0)
        for ahead in range(7)
    ]
    cells = [_cell(monday + timedelta(days=at), first, (earliest, latest)) for at in range(_cells(first))]
    return [*_turning(words, first, earliest, latest), *heads, *cells]


def clocks(words: Words, whens: Sequence[When]) -> list[Option]:
    """Times of a day that is chosen."""
    return [Option(keep(when), words.label("when.o_clock", clock=hours_of(words, when))) for when in whens]


def two(words: Words, unsettled: Open, zone: str) -> list[Option]:
    """Which of the two; the time that the clocks skip is not one of them."""
    whens = (unsettled.first, unsettled.second)
    offered = whens[1:] if unsettled.why is Unsure.SKIPPED else whens
    return [Option(keep(when), in_short(words, when, zone)) for when in offered]


def which(words: Words, unsettled: Open, zone: str) -> Html:
    """What is not known, said in full."""
    first, second = (in_full(words, when, zone) for when in (unsettled.first, unsettled.second))
    if unsettled.why is Unsure.TORN:
        return words("when.torn", day=words.day(unsettled.first.day), first=first, second=second)
    if unsettled.why is Unsure.SKIPPED:
        return words("when.skipped", clock=hours_of(words, unsettled.first), second=second)
    return words("when.either", first=first, second=second)


def sure(words: Words) -> list[Option]:
    """Right, or not."""
    return [Option(YES, words.label("when.right")), wrong(words)]


def wrong(words: Words) -> Option:
    """Ask it all anew."""
    return Option(AGAIN, words.label("when.wrong"))


def notes(words: Words, when: When, today: date, *, gone: bool) -> Html:
    """What might surprise: a day that Danes keep, that it is long until then, or that it is over."""
    said = [feast_on(words, when), words("when.gone") if gone else None]
    if when.day - today >= _FAR:
        said.append(words("when.far", year=when.day.year))
    return Html("".join(f"\n\n{note}" for note in said if note))


def _turning(words: Words, first: date, earliest: date, latest: date) -> list[Option]:
    """To the month before and after, as far as there is something to choose."""
    before, after = first - timedelta(days=1), first + timedelta(days=31)
    row = [
        Option("", "‹", opens=view(before)) if before >= earliest else None,
        Option("", words.month(first), opens=view(first)),
        Option("", "›", opens=view(after)) if after.replace(day=1) <= latest else None,
    ]
    there = [option for option in row if option]
    return [Option("", option.label, opens=option.opens, beside=at > 0) for at, option in enumerate(there)]


def _cells(first: date) -> int:
    """How many there are in whole weeks."""
    return -(-(first.weekday() + monthrange(first.year, first.month)[1]) // 7) * 7


def _cell(day: date, first: date, span: tuple[date, date]) -> Option:
    earliest, latest = span
    beside = day.weekday() > 0
    if day.month != first.month or not earliest <= day <= latest:
        return Option("", DEAD, opens=view(first), beside=beside)
    return Option(keep(When(day)), str(day.day), beside=beside)
