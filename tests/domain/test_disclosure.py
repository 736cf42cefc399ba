"""Nobody can work out from what is published what a small village answered: an attacker tries, many times.

He knows everything published, and this very rule. He is beaten where there is another world, with other
numbers in that village, for which exactly the same would have been published: then no reasoning tells the two
apart. He finds his worlds by moving people: two villages change places, two neighbours change answers, or
one answer comes from the other village.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.disclosure import LEAST, Count, Published, published

SEED, POLLS = 20261122, 10_000
Ballots = tuple[frozenset[int], ...]
World = Mapping[int, Ballots]
"""Each village's ballots: what each of them ticked."""


def count(ballots: Ballots, answers: int) -> Count:
    return Count(len(ballots), tuple(sum(n in picks for picks in ballots) for n in range(answers)))


Rule = Callable[[Mapping[int, Count]], Published[int] | None]


def seen(world: World, answers: int, rule: Rule = published) -> tuple[Count, Published[int] | None]:
    """All that is published."""
    cells = {village: count(ballots, answers) for village, ballots in world.items()}
    return Count.sum(cells.values(), Count(0, (0,) * answers)), rule(cells)


def numbers(world: World, village: int, answers: int) -> tuple[int, ...]:
    cell = count(world[village], answers)
    return (cell.voters, *cell.answers)


def other_worlds(world: World, hidden: Sequence[int]) -> Iterator[World]:
    """Worlds near this one, in which the villages shown are as they are."""
    for one, two in combinations(hidden, 2):
        yield {**world, one: world[two], two: world[one]}
    for one, two in permutations(hidden, 2):
        for n in range(len(world[one])):
            yield {**world, one: without(world[one], n), two: (*world[two], world[one][n])}
    for one, two in combinations(hidden, 2):
        for n, mine in enumerate(world[one]):
            for m, theirs in enumerate(world[two]):
                if mine != theirs:
                    yield {
                        **world,
                        one: (*without(world[one], n), theirs),
                        two: (*without(world[two], m), mine),
                    }


def without(ballots: Ballots, n: int) -> Ballots:
    return (*ballots[:n], *ballots[n + 1 :])


def given_away(world: World, answers: int, rule: Rule = published) -> list[str]:
    """What the attacker knows for certain of a village with fewer than LEAST answers."""
    whole, shown = seen(world, answers, rule)
    small = [village for village, ballots in world.items() if len(ballots) < LEAST]
    if shown is not None and set(small) & set(shown.alone):
        return ["a small village stands there by itself"]
    hidden = list(world) if shown is None else sorted(shown.together)
    told = {n + 1 for n in range(answers) if whole.answers[n] in {0, whole.voters}}  # by the whole itself
    guesses = set(range(answers + 1)) - told if whole.voters else set()
    pinned = {(village, n): numbers(world, village, answers)[n] for village in small for n in guesses}
    for other in other_worlds(world, hidden):
        if not pinned:
            break
        moved = [cell for cell, here in pinned.items() if numbers(other, cell[0], answers)[cell[1]] != here]
        if moved and seen(other, answers, rule) == (whole, shown):
            pinned = {cell: here for cell, here in pinned.items() if cell not in moved}
    return [f"village {village}: {n}" for village, n in pinned]


def small_world(chance: random.Random) -> tuple[World, int]:
    """Two to six villages, nobody to a dozen answers in each, two to five answers to choose from."""
    answers, villages = chance.randint(2, 5), chance.randint(2, 6)
    several, spread = chance.random() < 0.3, chance.choice([2, 5, 7, 12])
    leaning = [chance.random() ** 3 + 0.02 for _ in range(answers)]

    def ballot() -> frozenset[int]:
        ticks = {n for n in range(answers) if several and chance.random() < leaning[n]}
        return frozenset(ticks or chance.choices(range(answers), leaning))

    return {v: tuple(ballot() for _ in range(chance.randint(0, spread))) for v in range(villages)}, answers


def attack(polls: int, seed: int) -> tuple[int, int]:
    """How many of the polls were shown by village, and in how many of these villages stood together."""
    chance = random.Random(seed)
    by_village = together = 0
    for n in range(polls):
        world, answers = small_world(chance)
        assert given_away(world, answers) == [], f"poll {n} of seed {seed}: {world}"
        shown = seen(world, answers)[1]
        by_village += shown is not None
        together += shown is not None and shown.rest is not None
    return by_village, together


def test_an_attacker_learns_nothing_of_a_small_village():
    shown, together = attack(300, SEED)
    assert shown > 50
    assert together > 40


@pytest.mark.slow
def test_an_attacker_learns_nothing_of_a_small_village_in_ten_thousand_polls():
    shown, together = attack(POLLS, SEED + 1)
    assert shown > 2000
    assert together > 1500


def no_complement(cells: Mapping[int, Count]) -> Published[int] | None:
    """A careless rule: whoever is too small is left out, and nobody else."""
    alone = {village: cell for village, cell in cells.items() if cell.voters >= LEAST}
    return Published(alone, frozenset(set(cells) - set(alone)), None)


def by_name(cells: Mapping[int, Count]) -> Published[int] | None:
    """Another: the small one hides behind the next by name."""
    hidden = {village for village, cell in cells.items() if cell.voters < LEAST}
    hidden |= set(sorted(set(cells) - hidden)[:1]) if len(hidden) == 1 else set()
    alone = {village: cell for village, cell in cells.items() if village not in hidden}
    return Published(alone, frozenset(hidden), None)


@pytest.mark.parametrize("careless", [no_complement, by_name])
def test_the_attacker_beats_a_careless_rule(careless: Rule):
    chance = random.Random(SEED)
    beaten = sum(bool(given_away(*small_world(chance), rule=careless)) for _ in range(100))
    assert beaten > 10


def cell(*answers: int) -> Count:
    return Count(sum(answers), answers)


def test_all_are_shown_where_all_are_large_enough():
    cells = {1: cell(3, 4), 2: cell(2, 3), 3: cell(20, 0)}
    assert published(cells) == Published(cells, frozenset(), None)


def test_a_small_one_takes_the_smallest_of_the_others_with_it():
    shown = published({1: cell(1, 2), 2: cell(4, 4), 3: cell(3, 3), 4: cell(9, 9)})
    assert shown is not None
    assert set(shown.alone) == {2, 4}
    assert shown.together == {1, 3}
    assert shown.rest == cell(4, 5)


def test_two_as_large_as_each_other_would_be_known_from_their_sum():
    """Four and four together are eight, and both are below five: so a third one joins them."""
    shown = published({1: cell(2, 2), 2: cell(1, 3), 3: cell(5, 5), 4: cell(9, 9)})
    assert shown is not None
    assert shown.together == {1, 2, 3}


def test_a_village_of_one_mind_is_not_shown_by_itself_unless_many_answered():
    cells = {1: cell(6, 0), 2: cell(2, 6), 3: cell(5, 6), 4: cell(10, 0)}
    shown = published(cells)
    assert shown is not None
    assert set(shown.alone) == {3, 4}
    assert shown.rest == cell(8, 6)


def test_an_answer_nobody_of_the_small_ones_chose_is_not_told_of_them():
    shown = published({1: cell(1, 2, 0), 2: cell(2, 2, 0), 3: cell(3, 3, 2), 4: cell(9, 9, 9)})
    assert shown is not None
    assert shown.rest is not None
    assert min(shown.rest.answers) > 0


def test_one_village_and_villages_that_hide_nobody_are_not_shown():
    assert published({1: cell(9, 9)}) is None
    assert published({1: cell(1, 2), 2: cell(30, 30)}) is None
    assert published({1: cell(2, 2), 2: cell(2, 2)}) is None


CELLS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=7
)


@given(CELLS)
@settings(max_examples=200, deadline=None)
def test_what_is_shown_is_true_and_whole_and_no_matter_in_which_order(tables: list[tuple[int, int, int]]):
    cells = {n: cell(*table) for n, table in enumerate(tables)}
    shown = published(cells)
    assert published(dict(reversed(list(cells.items())))) == shown
    if shown is None:
        return
    nobody = cell(0, 0, 0)
    assert {*shown.alone, *shown.together} == set(cells)
    assert all(cells[village] == there and there.voters >= LEAST for village, there in shown.alone.items())
    everything = Count.sum([*shown.alone.values(), shown.rest or nobody], nobody)
    assert everything == Count.sum(cells.values(), nobody)
    assert all(there.voters >= 10 or there.voters - max(there.answers) >= 2 for there in shown.alone.values())
