"""Days as people write them, and numbers that give nobody away."""

from collections import defaultdict
from datetime import UTC, date, datetime
from itertools import product

import pytest

from domain.days import local_day, months_on
from domain.small_numbers import LEAST, shown

TODAY = date(2026, 11, 22)


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
