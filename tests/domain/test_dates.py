"""Days and times as people write them: the corpus, and what must hold for every one of them."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.dates import PARTS, ZONE, corpus, measured, said
from domain.dates import Ambiguous, Mismatch, NotUnderstood, Skipped, When, Why, read, read_day, read_hours
from domain.dates.clock_changes import comes_twice, instead_of_skipped
from domain.feasts import NAMED, feast, feast_of, next_feast
from domain.languages import LANGUAGES
from domain.numbers import WORDS, read_number
from views.when import in_full
from views.words import Words

CASES = corpus()
SUNDAY = datetime(2026, 11, 22, 15, tzinfo=ZoneInfo(ZONE))
FOREIGN = ("tak", "måske", "forsamlingshuset", "eller", "please", "xyz", "14-tiden", "🙂", "?")
MEANT = [case.phrase for case in CASES if case.asked == "when" and not case.is_refused]


def test_the_corpus_is_wide_enough():
    assert len(CASES) >= 590
    assert sum(case.part == "held-out" for case in CASES) >= 190
    assert sum(case.is_refused for case in CASES) >= 200
    assert sum("#" in case.expected for case in CASES) >= 40
    assert {case.language for case in CASES} == set(LANGUAGES)


def test_the_parts_are_drawn_by_lot():
    for case in (case for case in CASES if case.part != "later"):
        drawn = int(hashlib.sha256(case.phrase.encode()).hexdigest(), 16) % 3 == 0
        assert case.part == ("held-out" if drawn else "tuning"), case.phrase


@pytest.mark.parametrize("part", PARTS)
def test_every_phrase_is_read_as_it_is_meant_and_nothing_else_is_read(part):
    figures = measured([case for case in CASES if case.part == part])
    assert (figures.right, figures.wrong, figures.rightly) == (figures.meant, 0, figures.refused)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.part != "held-out"], ids=lambda case: case.phrase
)
def test_a_phrase_is_read_as_it_is_meant(case):
    assert case.is_right(case.answer()), said(case.answer())


@given(
    st.datetimes(datetime(2026, 11, 22, 15, 1), datetime(2028, 11, 1)),
    st.none() | st.integers(1, 12 * 60),
    st.sampled_from(LANGUAGES),
    st.booleans(),
)
def test_what_is_said_back_means_the_same(start, minutes, language, second):
    start = start.replace(second=0, microsecond=0)
    end = (start + timedelta(minutes=minutes)).time() if minutes else None
    when = When(start.date(), start.time(), end)
    if instead_of_skipped(when, ZONE):
        return
    if second and comes_twice(when, ZONE):
        when = When(when.day, when.start, when.end, second=True)
    assert read(in_full(Words(language), when, ZONE), SUNDAY, ZONE, language) == when


@given(st.dates(date(2026, 11, 22), date(2028, 11, 1)), st.sampled_from(LANGUAGES))
def test_a_day_that_is_said_back_means_the_same(day, language):
    assert read_day(in_full(Words(language), When(day), ZONE), SUNDAY, ZONE, language) == When(day)


@pytest.mark.parametrize("second", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hour_that_comes_twice_is_told_apart_when_said_back(second, language):
    when = When(date(2027, 10, 31), time(2, 30), second=second)
    assert read(in_full(Words(language), when, ZONE), SUNDAY, ZONE, language) == when


@given(st.sampled_from(MEANT), st.sampled_from(FOREIGN), st.data())
def test_a_word_too_many_is_never_overheard(phrase, foreign, data):
    words = phrase.split()
    at = data.draw(st.integers(0, len(words)))
    with_it = " ".join([*words[:at], foreign, *words[at:]])
    assert isinstance(read(with_it, SUNDAY, ZONE, "da"), NotUnderstood)


@given(st.text(max_size=120))
def test_whatever_is_written_something_is_answered(words):
    answer = read(words, SUNDAY, ZONE, "da")
    if isinstance(answer, When):
        assert answer.begins(ZONE) > SUNDAY or answer.start is None
    read_day(words, SUNDAY, ZONE, "en")
    read_hours(words)


@given(st.sampled_from(MEANT), st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)))
def test_whenever_it_is_read_it_is_to_come(phrase, now):
    here = now.replace(tzinfo=UTC)
    answer = read(phrase, here, ZONE, "da")
    options = {
        When: lambda: [answer],
        Ambiguous: lambda: answer.options,
        Mismatch: lambda: [answer.by_date, answer.by_weekday],
        Skipped: lambda: [answer.instead],
    }.get(type(answer), list)()
    for when in options:
        if isinstance(when, When):
            local = here.astimezone(ZoneInfo(ZONE))
            assert when.day >= local.date()
            assert when.start is None or when.begins(ZONE) > here - timedelta(minutes=1)


@pytest.mark.parametrize("end", ["a", "1", " ", ".", "i ", "- ", "kl. "])
def test_a_long_phrase_is_no_work(end):
    assert read(end * 1_000, SUNDAY, ZONE, "da") == NotUnderstood()
    assert isinstance(read((end * 100)[:99], SUNDAY, ZONE, "da"), NotUnderstood)


def test_a_time_the_clocks_skip_is_named_and_the_rule_is_as_much_later():
    march = datetime(2027, 3, 27, 12, tzinfo=ZoneInfo(ZONE))
    answer = read("i morgen kl. 02.30-04", march, ZONE, "da")
    assert isinstance(answer, Skipped)
    assert answer.instead == When(date(2027, 3, 28), time(3, 30), time(4))
    assert answer.said.begins(ZONE) == answer.instead.begins(ZONE) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_the_second_time_an_hour_comes_is_an_hour_later():
    first, second = (When(date(2027, 10, 31), time(2, 30), second=second) for second in (False, True))
    assert second.begins(ZONE) - first.begins(ZONE) == timedelta(hours=1)


def test_a_night_is_as_long_as_it_is():
    when = When(date(2026, 11, 28), time(20), time(1))
    assert when.ends(ZONE) == datetime(2026, 11, 29, 0, tzinfo=UTC)
    assert When(date(2026, 11, 28)).ends(ZONE) is None


def test_in_two_hours_is_two_hours_also_over_a_night_when_the_clocks_change():
    night = datetime(2027, 10, 31, 1, 45, tzinfo=ZoneInfo(ZONE))
    assert read("om en time", night, ZONE, "da") == When(date(2027, 10, 31), time(2, 45))
    assert read("om to timer", night, ZONE, "da") == When(date(2027, 10, 31), time(2, 45), second=True)


def test_each_zone_has_its_own_today():
    now = datetime(2026, 11, 23, 0, 30, tzinfo=ZoneInfo(ZONE))
    assert read("i dag kl. 22", now, "America/Nuuk", "da") == When(date(2026, 11, 22), time(22))
    assert read("31/2", now, "America/Nuuk", "da") == NotUnderstood(Why.NO_DAY)


def test_every_feast_is_kept_every_year_and_found_by_its_names():
    feasts = set(NAMED.values())
    for year in range(2026, 2040):
        days = [feast_of(name, year) for name in feasts]
        assert len(set(days)) >= len(feasts) - 1  # two may fall together, as 5 June and Whit Monday do
    assert feast(date(2026, 12, 24)) == "christmas_eve"
    assert feast(date(2026, 11, 28)) is None
    assert next_feast("good_friday", date(2027, 3, 27)) == date(2028, 4, 14)


def test_numbers_in_words_are_counted_on():
    for line in ("nul en to tre fire fem seks syv otte ni ti", "twenty-one twenty-two twenty-three"):
        assert all(WORDS[b] == WORDS[a] + 1 for a, b in pairwise(line.split()))
    assert read_number(" Femogtyve ") == 25
    assert read_number("12345") is None
