"""Days as people write them, and numbers that give nobody away."""

from collections import defaultdict
from datetime import UTC, date, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.days import GoneBy, TooFar, local_day, months_on, read_day
from domain.small_numbers import LEAST, shown

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("12/6", date(2027, 6, 12)),
        ("22/11", TODAY),
        (" 1/12 ", date(2026, 12, 1)),
        ("24/12/2027", date(2027, 12, 24)),
        ("29/2", date(2028, 2, 29)),
        ("29/2/2028", date(2028, 2, 29)),
        ("31/4", None),
        ("0/0", None),
        ("12/6/27", None),
        ("12.6", None),
        ("12/6 kl. 10", None),
        ("juni", None),
        ("", None),
        ("٣/٤", date(2027, 4, 3)),
    ],
)
def test_a_day_is_read_strictly(words: str, day: date | None):
    assert read_day(words, TODAY) == day


def test_a_day_gone_by_or_too_far_is_told_apart():
    with pytest.raises(GoneBy):
        read_day("21/11/2026", TODAY)
    with pytest.raises(TooFar):
        read_day("1/1/2029", TODAY)


@given(st.text(max_size=12), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_whatever_is_written_a_day_is_never_in_the_past(words: str, today: date):
    try:
        found = read_day(words, today)
    except (GoneBy, TooFar):
        return
    assert found is None or found >= today


def test_half_a_year_from_the_end_of_august_is_the_end_of_february():
    assert months_on(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_on(date(2026, 12, 1), 1) == date(2027, 1, 1)


def test_it_may_be_tomorrow_there_already():
    assert local_day(datetime(2026, 11, 22, 23, 30, tzinfo=UTC), "Europe/Copenhagen") == date(2026, 11, 23)


def test_large_numbers_are_shown_with_their_total():
    assert shown({"a": 5, "b": 12}).counts == {"a": 5, "b": 12}
    assert shown({"a": 5, "b": 12}).total == 17


def test_one_small_number_takes_the_next_one_with_it():
    cells = shown({"a": 2, "b": 7, "c": 20})
    assert (cells.counts, cells.total) == ({"a": None, "b": None, "c": 20}, 29)


def test_where_all_are_small_the_total_is_left_out_too():
    assert shown({"a": 4, "b": 4}).total is None
    assert shown({}).total == 0


@pytest.mark.parametrize("cells", [1, 2, 3, 4])
def test_nothing_left_out_can_be_worked_out_even_by_who_knows_the_rule(cells: int):
    """All possible villages side by side: for what is shown, each cell left out may be several numbers."""
    could_be: dict[object, list[set[int]]] = defaultdict(lambda: [set() for _ in range(cells)])
    for counts in product(range(9), repeat=cells):
        said = shown(dict(enumerate(counts)))
        for cell, count in enumerate(counts):
            could_be[tuple(said.counts.items()), said.total][cell].add(count)
    for (said, _), numbers in could_be.items():
        for (_, number), possible in zip(said, numbers, strict=True):
            if number is None:
                assert len(possible) > 1
                assert min(possible) < LEAST
            else:
                assert number >= LEAST
