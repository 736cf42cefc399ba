"""What else there is for the same people at about the same time."""

from datetime import UTC, date, datetime, time

import pytest

from domain.audience import CLUSTER, Audience
from domain.clashes import Circle, clashes, share
from domain.dates import When
from domain.events import Event, LocalTime

NOW = datetime(2026, 11, 22, tzinfo=UTC)
CIRCLES = {
    1: Circle(frozenset({10, 11}), frozenset({101})),
    2: Circle(frozenset({11, 12}), frozenset({101, 102})),
    3: Circle(frozenset({13}), frozenset({103})),
}
VIGERSTED, JYSTRUP = Audience.village(101), Audience.village(102)


def at(clock: str, until: str | None = None, day: int = 28) -> LocalTime:
    end = time.fromisoformat(until) if until else None
    return LocalTime(When(date(2026, 11, day), time.fromisoformat(clock), end), "Europe/Copenhagen")


def there(when: LocalTime, audience: Audience = CLUSTER) -> Event:
    return Event(1, 1, "Banko", when, "Skolen", NOW, audience=audience)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (CLUSTER, CLUSTER, True),
        (CLUSTER, Audience.group(3), True),
        (VIGERSTED, VIGERSTED, True),
        (VIGERSTED, JYSTRUP, False),
        (Audience.group(1), Audience.group(1), True),
        (Audience.group(1), Audience.group(2), True),
        (Audience.group(1), Audience.group(3), False),
        (Audience.group(1), VIGERSTED, True),
        (Audience.group(1), JYSTRUP, False),
        (Audience.group(9), VIGERSTED, False),
    ],
)
def test_who_belongs_to_both(one: Audience, other: Audience, shared: bool):
    assert share(one, other, CIRCLES) == share(other, one, CIRCLES) == shared


@pytest.mark.parametrize(
    ("new", "old", "close"),
    [
        (at("14:00", "16:00"), at("15:00", "17:00"), [True]),
        (at("14:00", "16:00"), at("18:59", "20:00"), [True]),
        (at("14:00", "16:00"), at("19:00", "20:00"), [False]),
        (at("19:00", "20:00"), at("14:00", "16:00"), [False]),
        (at("23:00", "01:00"), at("03:00", "05:00", 29), [True]),
        (at("14:00", "16:00"), at("14:00", "16:00", 29), []),
    ],
)
def test_within_three_hours_or_on_the_same_day(new: LocalTime, old: LocalTime, close: list[bool]):
    found = clashes(new, CLUSTER, [there(old)], CIRCLES)
    assert [one.close for one in found] == close


def test_neighbours_may_come_to_both_if_they_are_close_but_not_just_on_the_same_day():
    near, late = there(at("15:00"), JYSTRUP), there(at("20:00"), JYSTRUP)
    assert [one.event for one in clashes(at("14:00"), VIGERSTED, [late, near], CIRCLES)] == [near]


def test_a_group_that_shares_nobody_is_left_alone():
    assert clashes(at("14:00"), VIGERSTED, [there(at("14:00"), Audience.group(3))], CIRCLES) == []
