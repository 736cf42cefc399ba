"""Short answers, quiet hours, languages and buttons."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.buttons import MOST_BYTES, parts, press
from domain.languages import begin_with
from domain.quiet import next_morning, outside_quiet_hours
from domain.replies import is_sixteen, yes_or_no

ZONE = "Europe/Copenhagen"


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("ja", True),
        ("Ja tak!", True),
        ("JA", True),
        ("nej", False),
        ("nej tak", False),
        ("67", True),
        ("jeg er 67 år", True),
        ("16", True),
        ("15", False),
        ("14 år", False),
        ("jeg er fyldt 16", True),
        ("ja eller nej", None),
        ("måske", None),
        ("0", None),
        ("1e309", None),
        ("-5", None),
        ("det er ikke ok", None),
        ("not sure", None),
        ("helst ikke ja", None),
        ("er det ok at vente?", None),
        ("jeg er ikke 16", None),
        ("nej 16", None),
        ("under 16", None),
        ("jeg bliver 16 i morgen", None),
        ("not 16 yet", None),
        ("ikke fyldt 16", None),
        ("født 58", None),
        ("I'm 17", True),
        ("ja, det må I gerne", True),
        ("fra 12 til 80", None),
    ],
)
def test_sixteen_in_words(words, answer):
    assert is_sixteen(words) is answer


def test_a_long_story_is_neither_yes_nor_no():
    assert yes_or_no("ja " + "bla " * 3 + " ".join(f"ord{i}" for i in range(40))) is None


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        (datetime(2026, 11, 22, 6, 0, tzinfo=UTC), datetime(2026, 11, 22, 7, 0, tzinfo=UTC)),
        (datetime(2026, 11, 22, 7, 0, tzinfo=UTC), datetime(2026, 11, 23, 7, 0, tzinfo=UTC)),
        (datetime(2026, 3, 28, 20, 0, tzinfo=UTC), datetime(2026, 3, 29, 6, 0, tzinfo=UTC)),
        (datetime(2026, 10, 24, 20, 0, tzinfo=UTC), datetime(2026, 10, 25, 7, 0, tzinfo=UTC)),
    ],
)
def test_the_next_morning_is_eight_o_clock_also_when_the_clocks_change(now, morning):
    assert next_morning(now, ZONE) == morning


def test_by_day_nothing_waits_and_at_night_it_does():
    day = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    assert outside_quiet_hours(day, ZONE) == day
    edge = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    assert outside_quiet_hours(edge, ZONE) == datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))
def test_quiet_hours_only_ever_put_off_and_less_than_half_a_day(now):
    assert 0 <= (outside_quiet_hours(now, ZONE) - now).total_seconds() <= 12 * 3600


@pytest.mark.parametrize(
    ("code", "language"),
    [
        (None, "da"),
        ("da", "da"),
        ("da-DK", "da"),
        ("nb", "da"),
        ("sv", "da"),
        ("en", "en"),
        ("pl", "en"),
        ("", "da"),
    ],
)
def test_we_begin_in_a_language_they_can_read(code, language):
    assert begin_with(code) == language


def test_a_button_comes_back_as_it_was_made():
    assert parts(press("a", 7, "village", "vigersted")) == ("a", "7", "village", "vigersted")
    assert parts("v0:a:7") == ()
    assert parts("") == ()


def test_a_button_longer_than_telegram_takes_is_an_error():
    with pytest.raises(ValueError, match="too long"):
        press("x" * MOST_BYTES)
