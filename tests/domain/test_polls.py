"""The rules of a poll: what may be asked, how long it lasts, who is reminded when, and what is shown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.audience import CLUSTER, Audience
from domain.dialogue import NotAnAnswer
from domain.disclosure import Count
from domain.polls import (
    MOST_ANSWERS,
    Poll,
    PollKind,
    as_mask,
    closing,
    longer,
    of_mask,
    percent,
    read_answers,
    read_days,
    read_question,
    remind_at,
    result,
)

ZONE = "Europe/Copenhagen"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
POLL = Poll(1, 1, "Skal vi?", PollKind.SINGLE, ("Ja", "Nej"), CLUSTER, False, NOW, closing(NOW, 3, ZONE))
INHABITANTS = {1: 1368, 2: 1299}


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        ("Ja\nNej", ("Ja", "Nej")),
        ("Ja, nej,  måske ", ("Ja", "nej", "måske")),
        ("1. Sti\n2) Bænk\n- Fest, mad\n\n", ("Sti", "Bænk", "Fest, mad")),
        ("Ja\nJA\nNej", ("JA", "Nej")),
        ("=yes\nNej", ("yes", "Nej")),
    ],
)
def test_answers_are_written_one_to_a_line_or_with_commas(words: str, answers: tuple[str, ...]):
    assert read_answers(words, "Skal vi?") == answers


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("Ja", "few"),
        ("Ja\nja", "few"),
        ("=\n=", "few"),
        ("\n".join(map(str, range(11))), "many"),
        (f"Ja\n{'x' * 61}", "long"),
        ("\n".join(f"{n}{'x' * 55}" for n in range(6)), "in_all"),
    ],
)
def test_answers_that_cannot_be_asked_are_told_apart(words: str, hint: str):
    with pytest.raises(NotAnAnswer, match=f"hint.poll_answers_{hint}"):
        read_answers(words, "Skal vi?")


def test_a_question_is_one_line_of_140_letters():
    assert read_question("Skal vi\nhave et madhus?") == "Skal vi have et madhus?"
    with pytest.raises(NotAnAnswer):
        read_question("x" * 141)


@pytest.mark.parametrize(("words", "days"), [("1", 1), ("14 dage", 14), ("3 Days", 3), ("1 dag", 1)])
def test_days_are_written_as_a_number(words: str, days: int):
    assert read_days(words) == days


@pytest.mark.parametrize("words", ["0", "15", "-1", "tre", "1.5", "３", ""])
def test_other_numbers_of_days_are_none(words: str):
    with pytest.raises(NotAnAnswer):
        read_days(words)


@pytest.mark.parametrize(
    "begun", [datetime(2026, 10, 24, 10, tzinfo=UTC), datetime(2027, 3, 27, 22, tzinfo=UTC), NOW]
)
def test_it_closes_at_eight_in_the_evening_also_when_the_clocks_change(begun: datetime):
    for days in (1, 3, 14):
        local = closing(begun, days, ZONE).astimezone(ZoneInfo(ZONE))
        assert (local.hour, local.minute) == (20, 0)


def test_a_vote_at_the_last_moment_is_too_late():
    assert POLL.is_open(POLL.closes_at - timedelta(microseconds=1))
    assert not POLL.is_open(POLL.closes_at)
    assert not replace(POLL, closed_at=NOW).is_open(NOW)


def test_one_is_reminded_a_day_before_unless_it_began_only_just_before():
    assert remind_at(POLL, ZONE) == POLL.closes_at - timedelta(hours=24)
    short = replace(POLL, closes_at=NOW + timedelta(hours=29, minutes=59))
    assert remind_at(short, ZONE) is None
    assert remind_at(replace(short, closes_at=NOW + timedelta(hours=30)), ZONE) is not None


def test_one_is_reminded_at_eight_in_the_evening_also_the_night_before_the_clocks_change():
    begun = datetime(2026, 10, 22, 10, tzinfo=UTC)
    poll = replace(POLL, opened_at=begun, closes_at=closing(begun, 3, ZONE))
    assert poll.closes_at == datetime(2026, 10, 25, 19, tzinfo=UTC)
    assert remind_at(poll, ZONE) == datetime(2026, 10, 24, 18, tzinfo=UTC)


def test_it_lasts_a_day_longer_but_never_more_than_fourteen_days():
    once = longer(POLL, ZONE)
    assert once is not None
    assert once.closes_at - POLL.closes_at == timedelta(days=1)
    assert longer(replace(POLL, closes_at=closing(NOW, 14, ZONE)), ZONE) is None


@given(st.frozensets(st.integers(0, MOST_ANSWERS - 1)))
def test_picks_are_kept_as_a_number(picks: frozenset[int]):
    assert of_mask(as_mask(picks)) == picks


def test_too_few_answers_show_nothing_at_all():
    few = {1: Count(4, (3, 1))}
    assert result(POLL, few, 9, INHABITANTS).whole is None
    group = replace(POLL, group_id=1, audience=Audience.group(1))
    assert result(group, few, 9, INHABITANTS).whole == Count(4, (3, 1))
    assert result(group, few, 9, INHABITANTS).adults is None
    assert result(group, {1: Count(2, (1, 1))}, 9, INHABITANTS).whole is None
    secret = replace(POLL, sensitive=True)
    assert result(secret, {0: Count(9, (5, 4))}, 9, INHABITANTS).whole is None


def test_only_a_poll_of_several_villages_is_shown_by_village_and_never_a_sensitive_one():
    votes = {1: Count(12, (6, 6)), 2: Count(9, (5, 4))}
    assert result(POLL, votes, 99, INHABITANTS).villages is not None
    assert result(replace(POLL, sensitive=True), votes, 99, INHABITANTS).villages is None
    only = replace(POLL, audience=Audience.village(1))
    assert result(only, {1: Count(12, (6, 6))}, 99, {1: 1368}).villages is None


def test_a_village_where_nobody_answered_is_hidden_too():
    votes = {1: Count(12, (6, 6)), 2: Count(9, (5, 4))}
    shown = result(POLL, votes, 99, {**INHABITANTS, 3: 900}).villages
    assert shown is not None
    assert shown.together == {2, 3}


def test_percents_are_whole_and_never_more_than_all():
    assert [percent(*pair) for pair in ((1, 3), (2, 3), (1, 400), (9, 7), (0, 0))] == [33, 67, 0, 100, 0]
