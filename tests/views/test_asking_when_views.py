"""Every button under a question about a day and a time fits, in every language, at every time of the year."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta

import pytest

from domain.buttons import press
from domain.dates import Open, Unsure, When, keep, keep_open, kept, kept_open
from domain.languages import LANGUAGES
from tests.views.test_screens_fit import MOST_LABEL, MOST_LETTERS
from views import asking_when as views
from views.when import in_full, moment, short_moment
from views.words import Words

ZONE, TODAY = "Europe/Copenhagen", date(2026, 11, 22)
LAST = TODAY + timedelta(days=731)
DAYS = [TODAY + timedelta(days=ahead) for ahead in range(731)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pick_fits_its_button(language: str):
    words = Words(language)
    long = [When(day, time(20, 30), time(22, 45)) for day in DAYS]
    options = views.picks(words, [When(day) for day in DAYS], ZONE, full=True)
    options += views.picks(words, long, ZONE, full=False) + views.clocks(words, long)
    assert [option.label for option in options if len(option.label) > MOST_LABEL] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_has_seven_days_to_a_row_and_every_day_once(language: str):
    first = TODAY.replace(day=1)
    while first <= LAST:
        there = views.grid(Words(language), first, TODAY, LAST)
        rows = [there[at] for at in range(len(there)) if not there[at].beside]
        assert len(rows) <= 8  # with the ways out below it: nine
        days = [option.value for option in there if option.value]
        in_month = (first.replace(day=day) for day in range(1, monthrange(first.year, first.month)[1] + 1))
        assert days == [keep(When(day)) for day in in_month if TODAY <= day <= LAST]
        assert all(len(option.label) <= 2 for option in there[-7:])
        press("a", 999_999, "announcement_when_clock", days[0] if days else "", views.view(first), 0)
        first = (first + timedelta(days=31)).replace(day=1)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("why", Unsure)
def test_which_of_two_is_short_enough(language: str, why: Unsure):
    words = Words(language)
    first, second = (When(day, time(20, 30), time(22, 45)) for day in (date(2027, 9, 29), date(2027, 9, 30)))
    assert len(views.which(words, Open(why, first, second), ZONE)) <= MOST_LETTERS


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_is_said_in_full(language: str):
    when = When(date(2026, 11, 28), time(14), time(16))
    said = {
        "da": "lørdag den 28. november 2026 kl. 14.00–16.00",
        "en": "Saturday, 28 November 2026 at 14:00–16:00",
    }
    assert in_full(Words(language), when, ZONE) == said[language]


def test_what_is_kept_is_what_was_said():
    whens = [
        When(TODAY),
        When(TODAY, time(14)),
        When(TODAY, time(20), time(1)),
        When(TODAY, time(2), second=True),
    ]
    assert [kept(keep(when)) for when in whens] == whens
    assert [kept(keep(when, sure=True)) for when in whens] == whens
    unsettled = Open(Unsure.TORN, whens[0], whens[1])
    assert kept_open(keep_open(unsettled)) == unsettled
    assert kept("now") is kept("") is kept_open("either 20261122") is kept_open("") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_moment_is_said_as_the_clocks_show_it_there_to_the_minute(language: str):
    at = datetime(2026, 11, 28, 13, 0, 59, 7, UTC)
    said = {
        "da": ("lørdag den 28. november 2026 kl. 14.00", "lør. 28. nov. kl. 14.00"),
        "en": ("Saturday, 28 November 2026 at 14:00", "Sat 28 Nov at 14:00"),
    }
    words = Words(language)
    assert (moment(words, at, ZONE), short_moment(words, at, ZONE)) == said[language]


@pytest.mark.parametrize(("hour", "which"), [(0, "sommertid"), (1, "vintertid")])
def test_a_moment_in_the_hour_that_comes_twice_says_which_of_the_two_it_is(hour: int, which: str):
    words, at = Words("da"), datetime(2027, 10, 31, hour, 30, tzinfo=UTC)
    assert moment(words, at, ZONE) == f"søndag den 31. oktober 2027 kl. 02.30 ({which})"
