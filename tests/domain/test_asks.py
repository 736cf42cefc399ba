"""What comes of asks in numbers, and ticks that fit into a button."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.asks import LEAST_FOR_NOES, Answer, Ask, Tally, Way, tally
from domain.buttons import press
from domain.picks import MOST_PICKS, read, toggled, write
from domain.proposed import Place, Proposed
from domain.refusals import OldButton

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ask_like = st.builds(
    Ask,
    id=st.just(1),
    cluster_id=st.just(1),
    need_id=st.just(1),
    person_id=st.integers(1, 9),
    asked_by=st.none(),
    way=st.sampled_from(Way),
    reasons=st.just(()),
    asked_at=st.just(NOW),
    answer=st.none() | st.sampled_from(Answer),
)
numbers = st.lists(st.integers(1, 2**31 - 1), max_size=MOST_PICKS, unique=True).map(tuple)


@given(st.lists(ask_like, max_size=8))
def test_noes_are_counted_only_among_three_or_more(asks: list[Ask]):
    told = tally(asks)
    assert (told.noes is None) == (told.asked < LEAST_FOR_NOES)
    assert told.yes == sum(ask.answer is Answer.YES for ask in asks)


def test_who_looked_by_themselves_and_said_no_is_nobody_the_lead_asked():
    alone = Ask(1, 1, 1, 1, None, Way.SELF, (), NOW, Answer.NO)
    assert tally([alone]) == Tally(0, 0, None)
    assert not alone.open


@given(numbers)
def test_ticks_come_back_as_they_went_and_fit_into_a_button(people: tuple[int, ...]):
    assert read(write(people)) == people
    assert press("find", 2**31 - 1, write(people[:3]), 9999)


@given(numbers, st.integers(1, 2**31 - 1))
def test_a_tick_twice_is_no_tick(people: tuple[int, ...], one: int):
    assert (one in toggled(people, one)) != (one in people)
    assert set(toggled(toggled(people, one), one)) == set(people)


@pytest.mark.parametrize("forged", ["%", "1.é", "a b", "-1.!"])
def test_ticks_nobody_wrote_are_an_old_button(forged: str):
    with pytest.raises(OldButton):
        read(forged)


def test_a_plan_counts_people_once_and_finds_the_heaviest_load():
    places = (Place(1, 7, "Ida", 1, ()), Place(2, 7, "Ida", 1, ()), Place(2, 8, "Ea", 1, ()))
    plan = Proposed(1, NOW, 4, places)
    assert plan.people == 2
    assert plan.largest_load({8: 1}) == 2
    assert plan.of_need(2) == places[1:]
    assert Proposed(1, NOW, 0, ()).largest_load({}) == 0
