"""The arithmetic of pace, whatever is asked for and whenever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pace import FREE, IN_HAND, MOST, RAMP, RAMP_START, Pace, Rate, share

RATES = st.builds(Rate, st.floats(0.01, 10), st.integers(1, 10))
PAUSES = st.lists(st.floats(0, 20), max_size=60)


def gone_at(rate: Rate, pauses: list[float], part: float = 1.0) -> list[float]:
    """When each goes, if one is asked for after each pause and all wait their turn."""
    now = paid = 1000.0
    times = []
    for pause in pauses:
        now = max(now + pause, rate.ready_at(paid))
        paid = rate.take(paid, now, part)
        times.append(now)
    return times


@given(RATES, PAUSES, st.floats(0, 100))
def test_no_span_of_time_holds_more_than_the_rate_allows(rate, pauses, span):
    times = gone_at(rate, pauses)
    for start in times:
        inside = sum(start <= at <= start + span for at in times)
        assert inside <= rate.burst + span / rate.every + 1e-6


@given(RATES, st.integers(1, 60))
def test_whoever_never_stops_asking_gets_the_whole_rate(rate, count):
    times = gone_at(rate, [0.0] * count)
    assert times[-1] - times[0] <= max(0, count - rate.burst) * rate.every + 1e-6


@given(RATES, PAUSES, st.floats(0.1, 1))
def test_at_a_share_of_the_pace_nothing_is_faster(rate, pauses, part):
    slow, full = gone_at(rate, pauses, part), gone_at(rate, pauses)
    assert all(one >= other - 1e-6 for one, other in zip(slow, full, strict=True))


def test_bulk_has_no_burst_at_the_start():
    assert gone_at(Pace().bulk, [0.0] * 4) == pytest.approx([1000.0, 1000.04, 1000.08, 1000.12])


def test_a_group_gets_at_most_twenty_in_any_minute():
    times = gone_at(Pace().group, [0.0] * 100)
    assert max(sum(start <= at < start + 60 for at in times) for start in times) <= 20


def test_five_a_second_are_always_left_for_answers():
    assert 1 / Pace().total.every - 1 / Pace().bulk.every == pytest.approx(5)


def test_what_costs_nothing_is_the_pace_there_is():
    assert Pace.of(FREE) == Pace(total=Rate(1 / 30, burst=5), bulk=Rate(pytest.approx(1 / 25)))


@given(st.integers(FREE, MOST))
def test_a_paid_pace_has_a_wider_window_and_keeps_a_part_of_both_for_answers(rate):
    pace = Pace.of(rate)
    assert pace.window >= max(8, rate * IN_HAND)
    assert pace.bulk_window < pace.window
    assert 1 / pace.total.every - 1 / pace.bulk.every == pytest.approx(rate / 6)
    assert pace.paid == (rate > FREE)


@given(st.floats(0, 1000), st.floats(0, 1000))
def test_after_a_pause_the_pace_only_grows(since, more):
    assert RAMP_START <= share(since) <= share(since + more) <= 1
    assert share(0) == RAMP_START
    assert share(RAMP) == 1
