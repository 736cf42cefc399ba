"""The whole cluster's plan covers the most, then shares the load; held against every other plan there is."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.matching import greedy
from domain.linear import Column, cheapest
from domain.matching import ASKS_A_MONTH, MOST_GROUPS, Lack, Match, Volunteer, for_all
from domain.plan import Plan, loads, propose
from tests.domain.test_matching import TODAY, lacks_like, volunteers_like

unhurried = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def matches_of(lacks: list[Lack], people: list[Volunteer]) -> list[Match]:
    return for_all(lacks, [one for one in people if one.asks < ASKS_A_MONTH], TODAY)


def allowed(places: list[Match] | tuple[Match, ...]) -> bool:
    pairs = [(match.lack.need.id, match.volunteer.id) for match in places]
    by_need = Counter(match.lack.need.id for match in places)
    by_person = Counter(match.volunteer.id for match in places)
    return (
        len(set(pairs)) == len(pairs)
        and all(by_need[match.lack.need.id] <= match.lack.need.open_places for match in places)
        and all(by_person[match.volunteer.id] <= ASKS_A_MONTH - match.volunteer.asks for match in places)
    )


def unfairness(places: list[Match] | tuple[Match, ...]) -> float:
    """What a plan minimises once it covers the most."""
    cost = 0.0
    for match in {match.volunteer.id: match for match in places}.values():
        before, after = len(match.volunteer.groups), loads(places)[match.volunteer.id]
        cost += after**2 - before**2
        cost += 100 * (max(0, after - MOST_GROUPS - 1) - max(0, before - MOST_GROUPS - 1))
    return cost


@unhurried
@given(lacks_like, volunteers_like)
def test_a_plan_fills_no_place_twice_asks_nobody_too_often_and_covers_no_less_than_greedy(
    lacks: list[Lack], people: list[Volunteer]
):
    matches = matches_of(lacks, people)
    plan, other = propose(matches), greedy(matches)
    assert allowed(plan.places)
    assert allowed(other.places)
    assert len(plan.places) >= len(other.places)
    if len(plan.places) == len(other.places):
        assert unfairness(plan.places) <= unfairness(other.places) + 0.001


@unhurried
@given(lacks_like, volunteers_like)
def test_no_plan_is_better(lacks: list[Lack], people: list[Volunteer]):
    matches = matches_of(lacks[:3], people[:4])[:8]
    plan = propose(matches).places
    best = min(
        (-len(some), unfairness(some))
        for taken in product((False, True), repeat=len(matches))
        if allowed(some := [match for match, take in zip(matches, taken, strict=True) if take])
    )
    assert (-len(plan), unfairness(plan)) == pytest.approx(best)


def test_without_needs_there_is_an_empty_plan():
    assert propose([]) == Plan((), 0)
    assert propose([]).largest_load == 0


def test_a_programme_without_an_answer_says_so():
    with pytest.raises(ArithmeticError):
        cheapest([Column(1.0, ((0, 1),))], [-1.0])
